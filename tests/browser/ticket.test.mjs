// Tickets in a real browser.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";

import { marked } from "marked";
import { chromium } from "playwright-core";

import { cases, out, ticket } from "./tickets.mjs";

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const mermaid = join(require.resolve("mermaid/package.json"), "..", "dist", "mermaid.min.js");

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 360, height: 780 };

let browser;
before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium" });
});
after(() => browser?.close());

/** Opens a file and collects everything that a quiet page does not do. */
async function open(file, options = {}) {
  const context = await browser.newContext({ viewport: WIDE, ...options });
  const page = await context.newPage();
  const noise = [];
  page.on("console", (message) => noise.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => noise.push(`error: ${error}`));
  page.on("dialog", (dialog) => { noise.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  const url = pathToFileURL(file).href;
  page.on("request", (request) => { if (request.url() !== url) noise.push(`request: ${request.url()}`); });
  if (options.javaScriptEnabled !== false) {
    await page.addInitScript(() => {
      window.violations = [];
      document.addEventListener("securitypolicyviolation", (e) => window.violations.push(`${e.violatedDirective} ${e.blockedURI}`));
    });
  }
  await page.goto(url, { waitUntil: "load" });
  return { context, page, noise };
}

async function quiet({ page, noise }) {
  assert.deepEqual(await page.evaluate(() => window.violations), []);
  assert.deepEqual(noise, []);
}

for (const entry of cases) {
  describe(entry.name, () => {
    const file = ticket(entry, "html");

    for (const [look, colorScheme, viewport] of [["light", "light", WIDE], ["dark", "dark", WIDE], ["narrow", "light", NARROW]]) {
      test(`${look}: quiet, accessible, nothing sticks out`, async () => {
        const opened = await open(file, { colorScheme, viewport });
        const { page, context } = opened;
        await page.screenshot({ path: join(out, `${entry.name}-${look}.png`), fullPage: true });
        const width = await page.evaluate(() => document.scrollingElement.scrollWidth);
        assert.ok(width <= viewport.width, `the page is ${width} wide`);
        await page.evaluate(axe);
        const { violations, passes } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
        const found = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`);
        assert.deepEqual(found, []);
        assert.ok(passes.length > 10);
        await quiet(opened);
        await context.close();
      });
    }

    test("drawings fit their boxes", async () => {
      for (const viewport of [WIDE, NARROW]) {
        const { page, context } = await open(file, { viewport });
        const faults = await page.evaluate(() => {
          const faults = [];
          for (const svg of document.querySelectorAll("svg")) {
            if (getComputedStyle(svg).display === "none") continue;
            const { width, height } = svg.viewBox.baseVal;
            const boxes = [...svg.querySelectorAll("rect.net, rect.node")].map((r) => r.getBBox());
            const texts = [...svg.querySelectorAll("text")];
            for (const text of texts) {
              const b = text.getBBox();
              if (b.x < 0 || b.y < 0 || b.x + b.width > width || b.y + b.height > height) faults.push(`out of the drawing: ${text.textContent}`);
              const middle = { x: b.x + b.width / 2, y: b.y + b.height / 2 };
              for (const r of boxes) {
                const inside = middle.x > r.x && middle.x < r.x + r.width && middle.y > r.y && middle.y < r.y + r.height;
                if (inside && (b.x < r.x + 4 || b.x + b.width > r.x + r.width - 4)) faults.push(`out of its box: ${text.textContent}`);
              }
              for (const other of texts) {
                if (other === text) break;
                const o = other.getBBox();
                const across = Math.min(b.x + b.width, o.x + o.width) - Math.max(b.x, o.x);
                const down = Math.min(b.y + b.height, o.y + o.height) - Math.max(b.y, o.y);
                if (across > 1 && down > 4) faults.push(`${text.textContent} lies over ${other.textContent}`);
              }
            }
          }
          return faults;
        });
        assert.deepEqual(faults, []);
        const shown = await page.locator("svg:visible").count();
        assert.equal(shown, await page.locator("figure.drawing").count());
        await context.close();
      }
    });

    test("can be read without script", async () => {
      const { page, context } = await open(file, { javaScriptEnabled: false });
      assert.equal(await page.locator("button:visible").count(), 0);
      assert.ok(await page.locator("h1").isVisible());
      assert.equal(await page.locator("pre:visible").count(), await page.locator("pre").count());
      await context.close();
    });

    test("buttons copy the text beside them", async () => {
      const opened = await open(file, { permissions: ["clipboard-read", "clipboard-write"] });
      const { page, context } = opened;
      const buttons = page.locator("button[data-copy]");
      const count = await buttons.count();
      if (entry.refused !== "perhaps") assert.equal(count > 0, !entry.refused);
      for (let index = 0; index < count; index++) {
        const button = buttons.nth(index);
        await button.click();
        const id = await button.getAttribute("data-copy");
        const expected = await page.locator(`[id="${id}"]`).textContent();
        assert.ok(expected.length > 100);
        assert.equal(await page.evaluate(() => navigator.clipboard.readText()), expected);
        assert.equal(await page.locator("#said").textContent(), await button.getAttribute("data-done"));
      }
      await quiet(opened);
      await context.close();
    });

    test("prints", async () => {
      const { page, context } = await open(file, { colorScheme: "dark" });
      const pdf = join(out, `${entry.name}.pdf`);
      await page.pdf({ path: pdf, preferCSSPageSize: true, printBackground: false });
      const text = execFileSync("pdftotext", ["-layout", pdf, "-"], { encoding: "utf8" }).normalize("NFKC");
      const pages = text.split("\f").length - 1;
      assert.ok(pages >= 1 && pages < 60, `${pages} pages`);
      assert.ok(!text.includes(await page.locator("nav").getAttribute("aria-label")), "the contents are for screens");
      // The last line of each text for the device is there, so nothing was cut off in its box.
      const squeezed = text.replace(/\s+/g, "");
      for (const code of await page.locator("pre code").all()) {
        const lines = (await code.textContent()).trimEnd().split("\n");
        const last = lines.at(-1).normalize("NFKC").replace(/\s+/g, "").slice(0, 40);
        assert.ok(squeezed.includes(last), `lost in print: ${lines.at(-1)}`);
      }
      await context.close();
    });

    test("the Mermaid drawing of the Markdown form is drawn", async () => {
      const markdown = readFileSync(ticket(entry, "md"), "utf8");
      const blocks = [...markdown.matchAll(/^```mermaid\n([^]*?)^```$/gm)].map((match) => match[1]);
      assert.equal(blocks.length > 0, entry.name !== "unreadable");
      if (!blocks.length) return;
      const blank = join(out, "blank.html");
      writeFileSync(blank, '<!DOCTYPE html><html lang="en"><title>x</title><body></body>');
      const { page, context } = await open(blank);
      await page.addScriptTag({ path: mermaid });
      for (const block of blocks) {
        const drawn = await page.evaluate(async (text) => {
          window.mermaid.initialize({ startOnLoad: false, securityLevel: "strict" });
          const { svg } = await window.mermaid.render("drawn", text);
          document.body.innerHTML = svg;
          return document.body.textContent;
        }, block);
        for (const [, label] of block.matchAll(/"([^"]*)"/g)) {
          for (const line of label.split("<br/>")) {
            const plain = line.replace(/#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
            assert.ok(drawn.replace(/\s/g, "").includes(plain.replace(/\s/g, "")), `${plain} is not in the drawing`);
          }
        }
      }
      await page.screenshot({ path: join(out, `${entry.name}-mermaid.png`), fullPage: true });
      await context.close();
    });
  });
}

test("a value of a response stays text", async () => {
  const { page, context } = await open(join(out, "hostile.html"));
  assert.equal(await page.locator("img, b").count(), 0);
  assert.equal(await page.locator("script").count(), 1);
  const names = await page.locator(".glance").allTextContents();
  for (const part of ["<script>alert(1)</script>", "onerror=alert(2)", "{{ 7*7 }} ![y](https", "# heading"]) {
    assert.ok(names.some((name) => name.includes(part)), part);
  }
  assert.ok(!(await page.content()).includes("\u202e"));
  await context.close();
});

test("a value of a response stays text in Markdown", async () => {
  const markdown = readFileSync(join(out, "hostile.md"), "utf8");
  const { context, page, noise } = await open(join(out, "hostile.html"));
  // Marked passes HTML through and makes links of bare addresses, so that nothing hides what got out.
  const html = marked.parse(markdown, { gfm: true });
  assert.ok(html.includes("alert(1)") && html.includes("7*7"));
  const found = await page.evaluate((html) => {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    return {
      elements: [...parsed.querySelectorAll("script, img, a, b, iframe, style")].map((e) => e.outerHTML),
      headings: [...parsed.querySelectorAll("h1, h2, h3, h4")].map((e) => e.textContent),
    };
  }, html);
  assert.deepEqual(found.elements, []);
  assert.ok(found.headings.length > 20 && !found.headings.includes("heading"));
  assert.deepEqual(noise, []);
  await context.close();
});
