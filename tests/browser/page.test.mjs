// The page in a real browser, as a person uses it; and its module against the program, byte for byte.

import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

import { chromium } from "playwright-core";

import { asker, parts, prints, program, runs } from "./page.mjs";
import { out, root } from "./tickets.mjs";

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const fixtures = join(root, "tests", "fixtures");
const file = join(out, "peerconf.html");
const url = pathToFileURL(file).href;
const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 360, height: 780 };

let browser;
before(async () => {
  mkdirSync(out, { recursive: true });
  execFileSync(program, ["page", "--force", "-o", file], { stdio: "pipe" });
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium" });
});
after(() => browser?.close());

/** Opens the page; whatever a page that sends nothing does not do is noise. */
async function open(options = {}, hash = "") {
  const context = await browser.newContext({ viewport: WIDE, locale: "en-GB", permissions: ["clipboard-read", "clipboard-write"], ...options });
  const page = await context.newPage();
  const noise = [];
  page.on("console", (message) => noise.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => noise.push(`error: ${error}`));
  page.on("request", (request) => { if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(url)) noise.push(`request: ${request.url()}`); });
  page.on("websocket", (socket) => noise.push(`socket: ${socket.url()}`));
  await page.addInitScript(() => {
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (e) => window.violations.push(`${e.violatedDirective} ${e.blockedURI}`));
  });
  // Without a network at all.
  await context.setOffline(true);
  await page.goto(url + hash, { waitUntil: "load" });
  await page.waitForSelector("html[data-ready]");
  return { context, page, noise };
}

async function quiet({ page, noise }) {
  assert.deepEqual(await page.evaluate(() => window.violations), []);
  assert.deepEqual(noise, []);
}

async function accessible(page) {
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`), []);
  assert.ok(passes.length > 10);
}

const response = readFileSync(join(fixtures, "dual-tunnel.json"), "utf8");
const key = JSON.parse(response).VpnConnectionConfig.TunnelsConfig.TunnelConfig[0].IkeConfig.Psk;
const ways = [
  { target: "cisco/ios-xe", sought: "ios-xe", inputs: { lan_interface: "GigabitEthernet2" }, wrong: ["lan_interface", "nonsense here"] },
  { target: "juniper/srx", sought: "juniper", inputs: { wan_interface: "ge-0/0/0.0" }, wrong: ["wan_interface", "eth0"] },
  { target: "fortinet/fortios", sought: "fortigate", inputs: { wan_interface: "port1" }, wrong: ["wan_interface", "no such port!"] },
];

for (const lang of ["en", "zh"]) {
  describe(`the whole way, ${lang}`, () => {
    for (const { target, sought, inputs, wrong } of ways) {
      test(target, async () => {
        const opened = await open({ locale: lang === "zh" ? "zh-CN" : "en-GB" });
        const { page, context } = opened;
        assert.equal(await page.inputValue("#lang"), lang);
        await page.fill("#text", response);
        await page.waitForSelector("#read .sides");
        await page.fill("#search", sought);
        await page.check(`input[name=target][value="${target}"]`);
        await page.waitForSelector("#output-0");
        if (wrong) {
          const box = page.locator(`#input-${wrong[0]}`);
          await box.evaluate((element) => element.closest("details")?.setAttribute("open", ""));
          await box.fill(wrong[1]);
          await page.waitForSelector(`#input-${wrong[0]}[aria-invalid=true]`);
          assert.ok((await page.textContent(`#input-${wrong[0]}-fault`)).length > 5);
          await box.fill("");
        }
        for (const [name, value] of Object.entries(inputs)) {
          const box = page.locator(`#input-${name}`);
          await box.evaluate((element) => element.closest("details")?.setAttribute("open", ""));
          await box.fill(value);
        }
        const args = ["--lang", lang, "-t", target, ...Object.entries(inputs).flatMap(([name, value]) => ["--set", `${name}=${value}`])];
        const expected = prints(["render", "-q", "--section", "config", ...args], response);
        await page.waitForFunction((names) => names.every((name) => !document.getElementById("outputs").textContent.includes(`<FILL-IN:${name}>`)), Object.keys(inputs));
        // Hidden until asked for.
        assert.ok(expected.includes(key));
        assert.ok(!(await page.textContent("#result")).includes(key));
        await page.locator("#outputs article").first().getByRole("button").first().click();
        assert.equal(await page.evaluate(() => navigator.clipboard.readText()), expected);
        assert.ok((await page.textContent("#said")).length > 3);
        await page.check("#show-keys");
        assert.equal(await page.textContent("#output-0"), expected);
        // Each file, saved.
        const download = page.waitForEvent("download");
        await page.locator("#outputs article").first().getByRole("button").nth(1).click();
        assert.equal(readFileSync(await (await download).path(), "utf8"), expected);
        // Redacted, in what is shown and in what is copied.
        await page.selectOption("#redact", "all");
        const shared = prints(["render", "-q", "--section", "config", "--redact=all", ...args], response);
        assert.equal(await page.textContent("#output-0"), shared);
        await page.locator("#outputs article").first().getByRole("button").first().click();
        assert.equal(await page.evaluate(() => navigator.clipboard.readText()), shared);
        assert.ok(!shared.includes(key));
        // The ticket.
        const ticket = page.waitForEvent("download");
        await page.click("#ticket-md");
        const written = readFileSync(await (await ticket).path(), "utf8");
        assert.equal(written, prints(["ticket", "-q", "--redact=all", ...args], response));
        // The link holds the choices and nothing of the response.
        const hash = new URL(page.url()).hash;
        for (const secret of [key, "203.0.113", "198.51.100", "192.168.", "PreShared", "vco-"]) assert.ok(!decodeURIComponent(hash).includes(secret), secret);
        const again = await open({}, hash);
        assert.equal(await again.page.inputValue("#text"), "");
        await again.page.fill("#text", response);
        await again.page.waitForSelector("#output-0");
        assert.equal(await again.page.textContent("#output-0"), shared);
        assert.equal(await again.page.inputValue("#lang"), lang);
        await quiet(again);
        await again.context.close();
        await quiet(opened);
        await context.close();
      });
    }
  });
}

const looks = [["light", "light", WIDE, "en"], ["dark", "dark", WIDE, "zh"], ["phone", "light", PHONE, "en"], ["phone-dark", "dark", PHONE, "zh"]];
for (const [look, colorScheme, viewport, lang] of looks) {
  test(`${look}: accessible when empty, with a result, and with errors; nothing sticks out`, async () => {
    const opened = await open({ colorScheme, viewport }, `#lang=${lang}&target=juniper%2Fsrx`);
    const { page, context } = opened;
    await accessible(page);
    for (const [name, fixture] of [["result", "dual-tunnel.json"], ["errors", "overlapping-subnets.json"]]) {
      await page.fill("#text", readFileSync(join(fixtures, fixture), "utf8"));
      await page.waitForSelector(name === "result" ? "#output-0" : "#verdict.error");
      await page.waitForSelector("#read .finding");
      for (const details of await page.locator("details").all()) await details.evaluate((element) => element.setAttribute("open", ""));
      await accessible(page);
      const width = await page.evaluate(() => document.scrollingElement.scrollWidth);
      assert.ok(width <= viewport.width, `${name}: the page is ${width} wide`);
      await page.screenshot({ path: join(out, `page-${look}-${name}.png`), fullPage: true });
    }
    await quiet(opened);
    await context.close();
  });
}

test("by the keyboard alone", async () => {
  const opened = await open();
  const { page, context } = opened;
  const press = async (...keys) => { for (const key of keys) await page.keyboard.press(key); };
  /** Tabs on until something is reached. */
  const reach = async (selector) => {
    for (let step = 0; step < 200; step++) {
      if (await page.evaluate((selector) => document.activeElement.matches(selector), selector)) return;
      await press("Tab");
    }
    assert.fail(`${selector} cannot be reached by the keyboard`);
  };
  await press("Tab");
  assert.ok(await page.evaluate(() => document.activeElement.matches(".skip")));
  await reach("#text");
  await page.keyboard.insertText(response);
  await page.waitForSelector("#read .sides");
  await reach("#search");
  await page.keyboard.type("fortios");
  await reach("input[name=target]");
  await press("Space", "ArrowDown", "ArrowUp");
  await page.waitForSelector("#output-0");
  assert.ok(await page.evaluate(() => document.activeElement.matches("input[name=target]:checked")));
  await reach("#show-keys");
  await press("Space");
  await page.waitForFunction((key) => document.getElementById("output-0").textContent.includes(key), key);
  await reach("#outputs article button");
  await press("Enter");
  await page.waitForFunction(() => document.getElementById("said").textContent !== "");
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await page.textContent("#output-0"));
  await quiet(opened);
  await context.close();
});

test("what a device cannot do is told beside it, and only the others are lit", async () => {
  const { page, context } = await open();
  const fixture = "single-ikev1-multi-subnet.json";
  await page.setInputFiles("#file", join(fixtures, fixture));
  await page.waitForSelector(".device.no");
  const told = JSON.parse(prints(["targets", "--compatible-with", join(fixtures, fixture), "--format", "json"])).answers;
  const able = new Set(told.filter((one) => one.verdict !== "no").map((one) => one.target.split("@")[0]));
  const all = new Set(told.map((one) => one.target.split("@")[0]));
  const lit = await page.locator(".device:not(.no) input").evaluateAll((boxes) => boxes.map((box) => box.value));
  assert.deepEqual(new Set(lit), able);
  assert.equal(await page.locator(".device").count(), all.size);
  assert.ok(able.size > 0 && able.size < all.size);
  for (const label of await page.locator(".device.no").all()) {
    const id = await label.locator("input").getAttribute("value");
    const why = (await label.locator(".why").textContent()).replace(/\s+/g, " ");
    const reasons = told.filter((one) => one.target.startsWith(`${id}@`)).at(-1).reasons.map((reason) => reason.replace(/^[\w-]+: /, "").replace(/\s+/g, " "));
    assert.ok(reasons.length > 0 && reasons.every((reason) => why.includes(reason)), `${id}: ${why}`);
  }
  await context.close();
});

test("the command that it shows does the same, with every choice", async () => {
  const work = mkdtempSync(join(tmpdir(), "peerconf-"));
  const saved = join(work, "response.json");
  writeFileSync(saved, response);
  for (const hash of [
    "#lang=zh&target=cisco%2Fios-xe&topology=route&profile=recommended&redact=all&set.lan_interface=GigabitEthernet2",
    "#lang=en&target=strongswan%2Fswanctl&topology=policy&perspective=device&bgp_local=device&no_bgp=true&profile=strict&cloud_prefix=10.9.0.0%2F16&device_prefix=10.8.0.0%2F16",
    "#lang=en&target=huawei%2Fusg&draft=true&strict=true&perspective=cloud",
  ]) {
    const { page, context } = await open({}, hash);
    await page.fill("#text", response);
    await page.waitForFunction(() => document.getElementById("verdict").textContent && !document.getElementById("command").hidden);
    const command = await page.textContent("#command code");
    const { code, stderr } = await new Promise((resolve) => execFile("sh", ["-c", command.replace(/^peerconf/, program)], { cwd: work, encoding: "utf8" },
      (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr })));
    assert.ok(code < 2, `${command}\n${stderr}`);
    assert.ok(!stderr.includes("--profile"), stderr);
    const shown = await page.locator("#outputs article").count();
    assert.equal(code === 0, shown > 0, `${command}\n${stderr}`);
    if (code === 0) {
      await page.locator("#outputs article").first().getByRole("button").first().click();
      const name = await page.textContent("#outputs article h3 code");
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), readFileSync(join(work, "site", name), "utf8"), command);
    }
    rmSync(join(work, "site"), { recursive: true, force: true });
    await context.close();
  }
  rmSync(work, { recursive: true });
});

test("a finding stands under its line, and the response's keys are hidden there", async () => {
  const { page, context } = await open({}, "#profile=recommended");
  await page.fill("#text", response);
  await page.waitForSelector("#read .source li.marked .finding");
  const shown = await page.textContent("#read");
  assert.ok(!shown.includes(key) && shown.includes("****"));
  await context.close();
});

test("files that are dropped are read together", async () => {
  const { page, context } = await open();
  const transfer = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], "vco.json"));
    return transfer;
  }, response);
  await page.dispatchEvent("#drop", "drop", { dataTransfer: transfer });
  await page.waitForSelector("#read .sides");
  assert.equal(await page.inputValue("#text"), response);
  await context.close();
});

test("a value of a response stays text", async () => {
  const opened = await open();
  const { page, context } = opened;
  const hostile = { ...JSON.parse(readFileSync(join(fixtures, "describe-single.json"), "utf8")), Name: "</script><img src=x onerror=alert(1)>\u202e<b>" };
  await page.fill("#text", JSON.stringify(hostile, null, 2));
  await page.waitForSelector("#read .sides");
  await page.fill("#search", "asa");
  await page.locator("input[name=target]").first().check();
  await page.waitForFunction(() => document.getElementById("verdict").textContent.length > 10);
  assert.equal(await page.locator("img").count(), 0);
  await quiet(opened);
  await context.close();
});

test("prints what matters", async () => {
  const { page, context } = await open({ colorScheme: "dark" }, "#target=juniper%2Fsrx&set.wan_interface=ge-0%2F0%2F0.0");
  await page.fill("#text", response);
  await page.waitForSelector("#output-0");
  // An example in an empty field is no value.
  await page.emulateMedia({ media: "print" });
  const examples = await page.evaluate(() => [...document.querySelectorAll("input[placeholder]")].map((input) => getComputedStyle(input, "::placeholder").color));
  assert.ok(examples.length && examples.every((color) => color === "rgba(0, 0, 0, 0)"), examples.join());
  const pdf = join(out, "page.pdf");
  await page.pdf({ path: pdf, printBackground: false });
  const text = execFileSync("pdftotext", ["-layout", pdf, "-"], { encoding: "utf8" }).replace(/\s+/g, "");
  for (const id of ["#output-0", "#output-1", "#output-2"]) {
    const last = (await page.textContent(id)).trimEnd().split("\n").at(-1).replace(/\s+/g, "").slice(0, 40);
    assert.ok(text.includes(last), `lost in print: ${last}`);
  }
  assert.ok(!text.includes(key));
  execFileSync("pdftoppm", ["-png", "-r", "50", "-f", "1", "-l", "1", pdf, join(out, "page-print")]);
  await context.close();
});

test("it may connect to nothing", async () => {
  const { policy, html } = parts(file);
  for (const rule of ["default-src 'none'", "connect-src 'none'", "base-uri 'none'", "form-action 'none'"]) assert.ok(policy.includes(rule), rule);
  assert.ok(!/unsafe-inline|unsafe-eval(?<!wasm-unsafe-eval)|https?:|\*/.test(policy), policy);
  assert.ok(!/\ssrc=|@import|url\(/.test(html.split("<script")[0]));
  const { page, context } = await open();
  const tried = await page.evaluate(async () => {
    const outcomes = [];
    for (const attempt of [() => fetch("https://example.com/"), () => fetch("data:,x"), () => new Promise((yes, no) => { const socket = new WebSocket("wss://example.com/"); socket.onopen = yes; socket.onerror = no; })]) {
      outcomes.push(await attempt().then(() => "sent", () => "refused"));
    }
    return outcomes;
  });
  assert.deepEqual(tried, ["refused", "refused", "refused"]);
  assert.ok((await page.evaluate(() => window.violations)).length >= 3);
  await context.close();
});

test("it is small", async () => {
  const compressed = gzipSync(readFileSync(file), { level: 9 }).length;
  assert.ok(compressed < 1_500_000, `${compressed} bytes compressed`);
  const { page, context } = await open({}, "#target=strongswan%2Fswanctl");
  await page.fill("#text", response);
  await page.waitForFunction(() => performance.getEntriesByName("text").length);
  const times = await page.evaluate(() => ({ ready: Math.round(performance.getEntriesByName("ready")[0].startTime), text: Math.round(performance.getEntriesByName("text")[0].duration) }));
  writeFileSync(join(out, "page-size.json"), JSON.stringify({ bytes: statSync(file).size, compressed, ...times }));
  console.log(`page: ${statSync(file).size} bytes, ${compressed} compressed; ready after ${times.ready} ms, a text ${times.text} ms after it is asked for`);
  await context.close();
});

describe("byte for byte what the program prints", () => {
  const names = readdirSync(fixtures).filter((name) => /\.(json|xml)$/.test(name)).sort();
  let ask, targets;
  before(async () => {
    ask = await asker(parts(file).module);
    targets = ask({ ask: "about" }).targets.map((target) => target.id);
  });
  const given = (name, more) => ({ responses: [{ name, text: readFileSync(join(fixtures, name), "utf8") }], ...more });

  test("over every fixture and target, in the languages and ways by turns", async () => {
    assert.ok(names.length > 100 && targets.length > 20);
    const ways = [{}, { redact: "all" }, { lang: "zh" }, { topology: "route" }, { redact: "keys", strict: true }];
    const option = { redact: (value) => [value === "all" ? "--redact=all" : "--redact"], lang: (value) => ["--lang", value], topology: (value) => ["--topology", value], strict: () => ["--strict"] };
    const counts = { ready: 0, refused: 0, failed: 0, unread: 0 };
    // Each fixture is a line; the program reads a way's lines at once for a target, the page each by itself.
    const line = (name) => {
      const text = readFileSync(join(fixtures, name), "utf8");
      return name.endsWith(".json") ? text.trim().replace(/\s*\n\s*/g, " ") : JSON.stringify(text);
    };
    for (const [index, way] of ways.entries()) {
      const options = Object.entries(way).flatMap(([key, value]) => option[key](value));
      const asked = names.filter((_, place) => place % ways.length === index).map((name) => {
        const responses = [{ name, text: line(name) }];
        return { name, responses, connections: ask({ ask: "read", responses, ...way, lang: "en", redact: "", topology: "" }).connections.length };
      });
      counts.unread += asked.filter(({ connections }) => !connections).length;
      for (const target of targets) {
        const { stdout } = await runs(["render", "--ndjson", "--section", "all", ...options, "-t", target], asked.map(({ responses }) => `${responses[0].text}\n`).join(""));
        const rows = stdout.split("\n").filter(Boolean).map((row) => JSON.parse(row)).filter((row) => row.status !== "unreadable");
        for (const { name, responses, connections } of asked) {
          for (let connection = 0; connection < connections; connection++) {
            const row = rows.shift();
            const label = `${name}, connection ${connection}, on ${target} ${JSON.stringify(way)}`;
            const answer = ask({ ask: "render", responses, ...way, target, connection });
            const verdict = { rendered: "ready", refused: "refused", failed: "failed" }[row?.status];
            assert.equal(answer.verdict, verdict, label);
            counts[verdict]++;
            if (verdict !== "ready") continue;
            assert.deepEqual(Object.fromEntries(answer.files.map((file) => [file.path, file.text])), row.files, label);
          }
        }
        assert.equal(rows.length, 0, target);
      }
    }
    console.log(`page against program: ${JSON.stringify(counts)}`);
    assert.ok(counts.ready > 1000 && counts.refused > 500);
  });

  test("and alone, from the very bytes of JSON and XML", async () => {
    let compared = 0;
    for (const [index, target] of targets.entries()) {
      const name = ["single-ikev2", "dual-tunnel", "single-ikev1", "dual-tunnel-bgp"][index % 4] + (index % 2 ? ".xml" : ".json");
      const { code, stdout } = await runs(["render", "-t", target, "--section", "config", join(fixtures, name)]);
      const answer = ask({ ask: "render", ...given(name, { target }) });
      assert.equal(answer.verdict === "ready", code === 0, `${name} on ${target}`);
      if (code !== 0) continue;
      const files = answer.files.filter((file) => file.section === "config" || file.section === "worksheet");
      if (files.length === 1) { assert.equal(stdout, files[0].text); compared++; }
    }
    assert.ok(compared > 10, `${compared}`);
  });
});
