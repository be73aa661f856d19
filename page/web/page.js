"use strict";
// The page around the module: it shows what the library answers and knows nothing of devices or cryptography itself.
// Nothing is sent anywhere: the content security policy allows no connection.

const $ = (id) => document.getElementById(id);

/** An element with text or other elements in it; text is never markup. */
function make(tag, options = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (name === "class") element.className = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== undefined && child !== null && child !== ""));
  return element;
}

// ---- words -------------------------------------------------------------------------------------------------

let words = WORDS.en;
const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);

function speak() {
  words = WORDS[choices.lang];
  document.documentElement.lang = choices.lang === "zh" ? "zh-CN" : "en";
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = say(element.dataset.t);
  $("version").textContent = `peerconf ${about.version}`;
}

// ---- the module --------------------------------------------------------------------------------------------

let compiled;
let instance;

/** Bytes from base64; a browser that cannot do it at once does it by letters. */
function decoded(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let place = 0; place < letters.length; place += 1) bytes[place] = letters.charCodeAt(place);
  return bytes;
}

/** The module stands in the page, compressed and as base64. It is compiled while it is unpacked. */
async function load() {
  const plain = new Blob([decoded($("module").textContent)]).stream().pipeThrough(new DecompressionStream("gzip"));
  compiled = await WebAssembly.compileStreaming(new Response(plain, { headers: { "Content-Type": "application/wasm" } }));
  instance = await WebAssembly.instantiate(compiled);
}

/** Asks the library. A fault of the module ends this question and no other. */
function ask(question) {
  const bytes = new TextEncoder().encode(JSON.stringify(question));
  const { question: room, answer, answer_at: at, memory } = instance.exports;
  const place = room(bytes.length) >>> 0;
  new Uint8Array(memory.buffer, place, bytes.length).set(bytes);
  let length;
  try {
    length = answer() >>> 0;
  } catch (error) {
    instance = new WebAssembly.Instance(compiled);
    return { fault: say("broken") };
  }
  return JSON.parse(new TextDecoder().decode(new Uint8Array(memory.buffer, at() >>> 0, length)));
}

// ---- choices, which the link holds, and responses, which it never does -----------------------------------------

const DEFAULTS = {
  lang: "en", target: "", release: "", topology: "", redact: "", connection: 0, profile: "", strict: false, draft: false,
  perspective: "", bgp_local: "", no_bgp: false, cloud_prefix: "", device_prefix: "",
};
const choices = { ...DEFAULTS, inputs: {} };
let responses = [{ name: "", text: "" }];
let about = { targets: [], examples: [], version: "" };
let fits = [];
let rendered;

function readLink() {
  const link = new URLSearchParams(location.hash.slice(1));
  Object.assign(choices, DEFAULTS, { inputs: {} });
  if (!link.has("lang") && /^zh/i.test(navigator.language)) choices.lang = "zh";
  for (const [name, value] of link) {
    if (name.startsWith("set.")) choices.inputs[name.slice(4)] = value;
    else if (!(name in DEFAULTS)) continue;
    else if (typeof DEFAULTS[name] === "boolean") choices[name] = value === "true";
    else if (typeof DEFAULTS[name] === "number") choices[name] = Math.max(0, Number.parseInt(value, 10) || 0);
    else choices[name] = value;
  }
  if (!(choices.lang in WORDS)) choices.lang = "en";
  const target = about.targets.find((target) => target.id === choices.target || target.aliases.includes(choices.target));
  choices.target = target ? target.id : "";
  if (!target?.releases.includes(choices.release)) choices.release = "";
}

function writeLink() {
  const link = new URLSearchParams();
  for (const [name, value] of Object.entries(DEFAULTS)) {
    if (name === "lang" || choices[name] !== value) link.set(name, choices[name]);
  }
  for (const [name, value] of Object.entries(choices.inputs)) if (value !== "") link.set(`set.${name}`, value);
  history.replaceState(null, "", `#${link}`);
}

const list = (text) => text.split(/[\s,，;；]+/u).filter(Boolean);
const spec = () => choices.target && `${choices.target}@${choices.release || newest(choices.target)}`;
const newest = (id) => about.targets.find((target) => target.id === id).releases.at(-1);
const given = () => responses.some((response) => response.text.trim());

/** The releases that one of a target's releases stands for, in words. */
function range(target, release) {
  const first = target.releases.indexOf(release);
  const next = target.releases[first + 1];
  return next ? say("releasesTo", { first: release, next }) : say("releasesFrom", { first: release });
}

/** A question about the responses with every choice. */
function about_them(what, more = {}) {
  return ask({
    ask: what,
    responses: responses.filter((response) => response.text.trim())
      .map(({ name, text }, place) => ({ name: name || `${say("pasted")} ${place + 1}`, text })),
    lang: choices.lang, connection: choices.connection, target: spec(), topology: choices.topology, inputs: choices.inputs,
    redact: choices.redact, profile: choices.profile, strict: choices.strict, draft: choices.draft,
    perspective: choices.perspective, bgp_local: choices.bgp_local, no_bgp: choices.no_bgp,
    cloud_prefix: list(choices.cloud_prefix), device_prefix: list(choices.device_prefix),
    ...more,
  });
}

function fault(answer) {
  $("fault").hidden = !answer?.fault;
  $("fault").textContent = answer?.fault ?? "";
  return Boolean(answer?.fault);
}

// ---- 1: the response ---------------------------------------------------------------------------------------

function showFiles() {
  $("files").replaceChildren(...responses.slice(1).map((response, index) => make("li", {},
    make("button", { type: "button", onclick: () => { responses.splice(index + 1, 1); showFiles(); changed(); } },
      `${response.name} ✕`, make("span", {}, ` ${say("remove")}`)))));
}

/** Takes files as the responses: all of one connection, or one with several. */
async function take(files) {
  const texts = await Promise.all([...files].map(async (file) => ({ name: file.name, text: await file.text() })));
  if (!texts.length) return;
  const room = given() ? responses : [];
  responses = [...room, ...texts];
  $("text").value = responses[0].text;
  showFiles();
  changed();
}

function findings(records, quiet = []) {
  return records.filter((record) => !quiet.includes(record)).map((record) => make("div", { class: `finding ${record.level}` },
    make("p", {}, make("b", {}, say(record.level)), ` ${record.tunnel ? `${say("tunnel", { number: record.tunnel })}: ` : ""}${record.message} `, make("code", {}, record.rule)),
    record.why && make("p", {}, record.why),
    record.remedy && make("p", {}, `${say("remedy")} ${record.remedy}`),
    record.settings?.length ? make("p", {}, `${say("settings")} `, make("code", {}, record.settings.map(({ field, value }) => `${field}=${value}`).join(" "))) : "",
    record.places?.length ? make("p", { class: "help" }, record.places.map((place) => place.path + (place.line ? ` (${say("line", { line: place.line })})` : "")).join("; ")) : ""));
}

/** The responses with each finding under the line that it is about. What is not known to be harmless is hidden. */
function sources(documents, records) {
  return documents.map((source) => {
    const lines = source.shown.split("\n");
    const under = new Map();
    for (const record of records) {
      const place = record.places?.find((place) => place.document === source.name && place.line);
      if (place) under.set(place.line, [...(under.get(place.line) ?? []), record]);
    }
    const items = lines.map((line, index) => {
      const found = under.get(index + 1) ?? [];
      return make("li", { class: found.length ? "marked" : "" }, make("code", {}, line || " "), ...findings(found));
    });
    return make("details", { open: under.size > 0 }, make("summary", {}, say("source", { name: source.name, count: under.size })),
      make("div", { class: "source", tabindex: "0", role: "region", "aria-label": source.name }, make("ol", {}, ...items)));
  });
}

/** The two sides in a drawing of words. */
function sides(summary) {
  const networks = (side) => side.subnets.map((subnet) => subnet.value).join(", ");
  const first = (name) => summary.tunnels.map((tunnel) => tunnel.parameters.find((parameter) => parameter.name === name)?.value).filter(Boolean);
  const side = (key, name) => make("div", {}, make("b", {}, say(key)), make("p", { class: "mono" }, [...new Set(first(name))].join(", ")),
    make("p", { class: "mono" }, networks(summary[name.split(" ")[0]])));
  return make("div", { class: "sides" }, side("deviceSide", "device address"),
    make("span", {}, say("tunnels", { count: summary.tunnels.length })), side("cloudSide", "cloud address"));
}

function parameters(summary) {
  const rows = summary.tunnels.flatMap((tunnel) => tunnel.parameters.map((parameter) => make("tr", {},
    make("td", {}, String(tunnel.number)), make("td", {}, parameter.name), make("td", { class: "mono" }, parameter.value), make("td", {}, parameter.path ?? parameter.source))));
  return make("details", {}, make("summary", {}, say("parameters")), make("div", { class: "source", tabindex: "0", role: "region", "aria-label": say("parameters") },
    make("table", {}, make("thead", {}, make("tr", {}, ...["tunnelWord", "parameter", "value", "from"].map((key) => make("th", { scope: "col" }, say(key))))), make("tbody", {}, ...rows))));
}

let reading;

function read() {
  const box = $("read");
  reading = undefined;
  $("which").hidden = true;
  if (!given()) return box.replaceChildren();
  const answer = about_them("read");
  if (fault(answer)) return box.replaceChildren();
  const unread = answer.unread.map(({ name, error }) => make("div", { class: "finding error" }, make("p", {}, make("b", {}, `${name}: `), error)));
  if (choices.connection >= answer.connections.length) choices.connection = 0;
  reading = answer.connections[choices.connection];
  const several = answer.connections.length > 1;
  $("which").hidden = !several;
  $("connection").replaceChildren(...answer.connections.map(({ names }, index) => make("option", { value: index, selected: index === choices.connection }, names.at(-1) ?? `${index + 1}`)));
  const records = reading?.findings.list ?? [];
  const placed = records.filter((record) => record.places?.some((place) => place.line));
  box.replaceChildren(...unread,
    ...(reading?.summary ? [sides(reading.summary)] : []),
    ...(reading ? [counted(reading.findings.count)] : []),
    ...findings(records, placed), ...sources(answer.documents, records),
    ...(reading?.summary ? [parameters(reading.summary)] : []));
}

function counted(count) {
  return make("p", { class: count.error ? "error" : count.warning ? "warning" : "good" }, say("count", { errors: count.error, warnings: count.warning, notes: count.note }));
}

// ---- 2: the device -----------------------------------------------------------------------------------------

function fit() {
  fits = [];
  if (!reading) return;
  const answer = about_them("fit", { target: "", inputs: {} });
  if (!fault(answer)) fits = answer;
}

/** What the releases of a target answer: it is lit where one of them can do it. */
function verdict(target) {
  const all = fits.filter((one) => one.id === target.id);
  const able = all.filter((one) => one.fit !== "no");
  const wanted = all.find((one) => one.release === choices.release && target.id === choices.target);
  return { known: all.length > 0, able, best: wanted ?? able.at(-1) ?? all.at(-1) };
}

/** That a target is a worksheet stands in the English names. */
const named = (target) => target.name.replace(" (worksheet)", say("worksheet"));

function devices() {
  const sought = $("search").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const matches = about.targets.filter((target) => {
    const text = [target.id, target.name, ...target.aliases].join(" ").toLowerCase();
    return sought.every((word) => text.includes(word));
  }).map((target) => ({ target, ...verdict(target) }));
  // Those that can do it first; each group in the order of the list.
  matches.sort((a, b) => Number(b.able.length > 0) - Number(a.able.length > 0));
  const held = document.activeElement?.name === "target" ? document.activeElement.value : undefined;
  $("devices").replaceChildren(...matches.map(({ target, known, able, best }) => {
    const no = known && !able.length;
    const id = `device-${target.id.replace("/", "-")}`;
    const chosen = target.id === choices.target;
    const why = best?.reasons.length ? make("small", { class: "why", id: `${id}-why` }, `${no ? say("cannot") : say("warns")} ${[...new Set(best.reasons.map((reason) => reason.message))].join(" · ")}`) : "";
    const only = known && !no && able.length < target.releases.length ? make("small", {}, say("onlyReleases", { releases: able.map((one) => one.release).join(", ") })) : "";
    return make("label", { class: `device${no ? " no" : ""}${chosen ? " chosen" : ""}`, for: id },
      make("input", { type: "radio", name: "target", id, value: target.id, "aria-describedby": why ? `${id}-why` : undefined, "aria-disabled": no ? "true" : undefined,
        onchange: (event) => choose(event.target.value) }),
      make("span", {}, make("b", {}, named(target)), make("small", {}, `${target.id}${target.aliases.length ? ` · ${target.aliases.join(", ")}` : ""} · ${say(`kind_${target.kind}`)} · ${say(`proof_${target.proof}`)}`), only, why));
  }));
  const box = [...document.getElementsByName("target")].find((radio) => radio.value === choices.target);
  if (box) box.checked = true;
  if (held) [...document.getElementsByName("target")].find((radio) => radio.value === held)?.focus();
  // Within the list alone: the page stays where it is.
  const chosen = held === undefined && $("devices").querySelector(".chosen");
  if (chosen) $("devices").scrollTop = chosen.offsetTop - $("devices").offsetTop - 4;
  const lit = matches.filter(({ known, able }) => known && able.length).length;
  $("found").textContent = fits.length ? say("foundFit", { count: matches.length, fit: lit }) : say("found", { count: matches.length });
  const target = about.targets.find((target) => target.id === choices.target);
  $("release-row").hidden = !target;
  if (!target) return;
  $("release").replaceChildren(...target.releases.map((release) => {
    const one = fits.find((one) => one.id === target.id && one.release === release);
    return make("option", { value: release }, `${range(target, release)}${one?.fit === "no" ? ` – ${say("cannotShort")}` : ""}`);
  }));
  $("release").value = choices.release || newest(target.id);
  $("topology").value = choices.topology;
}

function choose(id) {
  choices.target = id;
  const { able } = verdict(about.targets.find((target) => target.id === id));
  const last = newest(id);
  choices.release = able.length && !able.some((one) => one.release === last) ? able.at(-1).release : "";
  choices.topology = "";
  writeLink();
  devices();
  render();
}

// ---- 3: inputs ---------------------------------------------------------------------------------------------

function wanted(input) {
  if (input.fault && choices.lang !== "en") return say(`wrong_${input.kind}`, { min: input.min ?? "", max: input.max ?? "", choices: input.choices.join("、") });
  return input.fault ?? "";
}

function field(input) {
  const id = `input-${input.name}`;
  const typed = choices.inputs[input.name] ?? "";
  const described = { id, "aria-describedby": `${id}-help ${id}-fault`, "data-name": input.name };
  const choice = input.kind === "choice" ? input.choices : input.kind === "flag" ? ["true", "false"] : undefined;
  const empty = input.default === null ? "" : say("default", { value: input.default === "" ? say("none") : input.default });
  const control = choice
    ? make("select", described, make("option", { value: "" }, empty), ...choice.map((value) => make("option", { value, selected: value === typed }, value)))
    : make("input", { ...described, type: "text", autocomplete: "off", spellcheck: "false", autocapitalize: "off", inputmode: input.kind === "number" ? "numeric" : undefined,
      value: typed, placeholder: input.example ?? input.default ?? "" });
  control.addEventListener("input", () => {
    choices.inputs[input.name] = control.value.trim();
    writeLink();
    later(render);
  });
  return make("div", { class: "field" }, make("label", { for: id }, make("code", {}, input.name)), control,
    make("p", { class: "help", id: `${id}-help` }, input.help, choice || input.default === null ? "" : ` ${empty}`),
    make("p", { class: "fault", id: `${id}-fault`, "aria-live": "polite" }));
}

let shownFor;

/** The fields stay where they are while somebody types in them. */
function inputs(answer) {
  const section = $("inputs-section");
  section.hidden = !answer;
  if (!answer) { shownFor = undefined; return; }
  const needed = answer.inputs.filter((input) => answer.missing.some((missing) => missing.name === input.name));
  const key = JSON.stringify([answer.label, choices.lang, choices.connection]);
  const boxes = [$("needed"), $("optional")];
  if (key !== shownFor) {
    shownFor = key;
    const first = answer.inputs.filter((input) => input.default === null && (choices.inputs[input.name] || needed.includes(input)));
    boxes[0].replaceChildren(...first.map(field));
    boxes[1].replaceChildren(...answer.inputs.filter((input) => !first.includes(input)).map(field));
  }
  for (const input of needed) {
    const here = $(`input-${input.name}`).closest(".field");
    if (here.parentElement !== boxes[0]) boxes[0].append(here);
  }
  for (const input of answer.inputs) {
    const control = $(`input-${input.name}`);
    if (input.fault) control.setAttribute("aria-invalid", "true"); else control.removeAttribute("aria-invalid");
    $(`input-${input.name}-fault`).textContent = wanted(input);
  }
  $("no-inputs").hidden = boxes[0].childElementCount > 0;
  $("more").hidden = boxes[1].childElementCount === 0;
}

// ---- 4: the result -----------------------------------------------------------------------------------------

/** Keys are hidden until they are asked for: what is shown then was laid out without them. */
function render() {
  rendered = undefined;
  const outputs = $("outputs");
  const able = reading && choices.target;
  for (const id of ["sharing", "ticket", "command"]) $(id).hidden = !able;
  const line = $("verdict");
  line.className = "";
  if (!able) {
    inputs();
    line.textContent = say(reading ? "chooseDevice" : "giveResponse");
    outputs.replaceChildren();
    $("device-findings").replaceChildren();
    return;
  }
  const hidden = !$("show-keys").checked;
  const answer = about_them("render", hidden && !choices.redact ? { redact: "keys" } : {});
  if (fault(answer)) return;
  rendered = answer;
  inputs(answer);
  const faults = answer.inputs.filter((input) => input.fault).length;
  const { missing } = answer;
  const state = answer.verdict === "ready" && (missing.length || faults) ? "notReady" : answer.verdict;
  line.className = state === "ready" ? "good" : state === "notReady" ? "warning" : "error";
  line.replaceChildren(make("b", {}, say(`verdict_${state}`)), ` ${title()}`, state === "notReady" ? `: ${missing.map((one) => one.name).join(", ")}` : "", answer.error ? `: ${answer.error}` : "");
  const own = answer.findings.list.filter((record) => record.target);
  const rest = answer.findings.list.filter((record) => !record.target && record.level === "error");
  $("device-findings").replaceChildren(...findings([...rest, ...own]));
  outputs.replaceChildren(...(answer.files ?? []).map((file, index) => output(file, index, hidden)));
  $("show-keys").disabled = Boolean(choices.redact);
  $("redact").value = choices.redact;
  $("command").querySelector("code").textContent = command();
}

/** The chosen device and its releases. */
function title() {
  const target = about.targets.find((target) => target.id === choices.target);
  return `${named(target)} (${target.id}) · ${range(target, choices.release || newest(target.id))}`;
}

function output(file, index, hidden) {
  const id = `output-${index}`;
  const name = file.path;
  return make("article", { "aria-labelledby": `${id}-name` },
    make("div", { class: "row" },
      make("h3", { id: `${id}-name` }, `${say(`section_${file.notes_of ? "notes" : file.section}`)}: `, make("code", {}, name)),
      make("span", { class: "row" },
        make("button", { type: "button", onclick: () => copy(text(index), say("copied", { name })), "aria-label": `${say("copy")} ${name}` }, say("copy")),
        make("button", { type: "button", onclick: () => save(name, text(index)), "aria-label": `${say("save")} ${name}` }, say("save")))),
    file.install ? make("p", { class: "help" }, `${say("install")} ${file.install}`) : "",
    file.holds_secret || (hidden && file.text.includes("<REDACTED:")) ? make("p", { class: "help" }, choices.redact ? say("keysReplaced") : hidden ? say("keysHidden") : say("keysShown")) : "",
    make("pre", { class: file.section === "worksheet" ? "prose" : undefined, tabindex: "0", role: "region", "aria-labelledby": `${id}-name` }, make("code", { id }, file.text)));
}

/** The file as `render` prints it: with its keys, unless they are to be replaced. */
function text(index) {
  return about_them("render").files[index].text;
}

async function copy(what, done) {
  try {
    await navigator.clipboard.writeText(what);
  } catch {
    // Pages from files may not have that clipboard.
    const area = make("textarea", { "aria-hidden": "true" });
    area.value = what;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  told(done);
}

function save(path, what, type = "text/plain;charset=utf-8") {
  const link = make("a", { download: path.split("/").at(-1), href: URL.createObjectURL(new Blob([what], { type })) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  told(say("saved", { name: path }));
}

let telling;
function told(sentence) {
  clearTimeout(telling);
  $("said").textContent = sentence;
  telling = setTimeout(() => { $("said").textContent = ""; }, 6000);
}

/** A word of a shell. */
const quoted = (word) => /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** The same with the program on a command line. */
function command() {
  const parts = ["peerconf", "render", "-t", spec()];
  for (const input of rendered.inputs) {
    const value = choices.inputs[input.name];
    if (value && !input.fault) parts.push("--set", `${input.name}=${value}`);
  }
  const options = { topology: "--topology", perspective: "--perspective", bgp_local: "--bgp-local" };
  for (const [name, option] of Object.entries(options)) if (choices[name]) parts.push(option, choices[name]);
  if (choices.profile && choices.profile !== "compatible") parts.push("--crypto", choices.profile);
  if (choices.strict) parts.push("--strict");
  if (choices.draft) parts.push("--draft");
  if (choices.no_bgp) parts.push("--no-bgp");
  for (const prefix of list(choices.cloud_prefix)) parts.push("--cloud-prefix", prefix);
  for (const prefix of list(choices.device_prefix)) parts.push("--device-prefix", prefix);
  if (choices.redact) parts.push(choices.redact === "all" ? "--redact=all" : "--redact");
  if (choices.lang === "zh") parts.push("--lang", "zh");
  const files = responses.filter((response) => response.text.trim()).map((response) => response.name || "response.json");
  return [...parts, "-o", "site/", ...files].map(quoted).join(" ");
}

function ticket(form) {
  const answer = about_them("ticket");
  if (fault(answer)) return;
  if (form === "html") save("ticket.html", answer.html, "text/html;charset=utf-8");
  else save("ticket.md", answer.markdown, "text/markdown;charset=utf-8");
}

// ---- options of reading ------------------------------------------------------------------------------------

const CHOSEN = { profile: ["", "recommended", "strict"], perspective: ["", "device", "cloud"], bgp_local: ["", "device", "cloud"] };

function options() {
  const labelled = (name, control) => {
    const id = `option-${name}`;
    control.id = id;
    control.addEventListener("input", () => {
      choices[name] = control.type === "checkbox" ? control.checked : control.value;
      later(changed);
    });
    const words = make("label", { for: id }, say(`option_${name}`));
    return control.type === "checkbox" ? make("div", {}, control, " ", words) : make("div", {}, words, control);
  };
  const boxes = [];
  for (const [name, values] of Object.entries(CHOSEN)) {
    boxes.push(labelled(name, make("select", {}, ...values.map((value) => make("option", { value, selected: choices[name] === value }, say(`${name}_${value}`))))));
  }
  for (const name of ["cloud_prefix", "device_prefix"]) boxes.push(labelled(name, make("input", { type: "text", value: choices[name], placeholder: "10.0.0.0/8", spellcheck: "false", autocomplete: "off" })));
  for (const name of ["draft", "no_bgp", "strict"]) boxes.push(labelled(name, make("input", { type: "checkbox", checked: choices[name] })));
  $("options").replaceChildren(...boxes);
}

// ---- the whole ---------------------------------------------------------------------------------------------

let waiting;
/** While somebody types, the answer may wait for a pause. */
function later(what) {
  clearTimeout(waiting);
  waiting = setTimeout(what, 120);
}

let fitting;
function changed() {
  const start = performance.now();
  fault();
  writeLink();
  read();
  fits = [];
  render();
  if (rendered) performance.measure("text", { start });
  devices();
  // What every device says of it takes longer than the text that was asked for, and comes after it.
  clearTimeout(fitting);
  fitting = setTimeout(() => { fit(); devices(); }, 0);
}

function all() {
  speak();
  $("lang").value = choices.lang;
  $("redact").value = choices.redact;
  shownFor = undefined;
  options();
  showFiles();
  changed();
}

async function start() {
  readLink();
  speak();
  try {
    await load();
  } catch (error) {
    fault({ fault: `${say("noModule")} ${error}` });
    return;
  }
  about = ask({ ask: "about" });
  readLink();
  $("example").append(...about.examples.map((name) => make("option", { value: name }, name)));
  all();
  document.documentElement.dataset.ready = "";
  performance.mark("ready");
}

$("text").addEventListener("input", () => { responses[0] = { name: "", text: $("text").value }; later(changed); });
$("file").addEventListener("change", async (event) => { await take(event.target.files); event.target.value = ""; });
$("clear").addEventListener("click", () => { responses = [{ name: "", text: "" }]; $("text").value = ""; $("show-keys").checked = false; showFiles(); changed(); $("text").focus(); });
$("example").addEventListener("change", (event) => {
  if (!event.target.value) return;
  responses = [ask({ ask: "example", name: event.target.value })];
  $("text").value = responses[0].text;
  showFiles();
  changed();
});
$("lang").addEventListener("change", (event) => { choices.lang = event.target.value; all(); });
$("connection").addEventListener("change", (event) => { choices.connection = Number(event.target.value); changed(); });
$("search").addEventListener("input", devices);
$("release").addEventListener("change", (event) => { choices.release = event.target.value === newest(choices.target) ? "" : event.target.value; writeLink(); devices(); render(); });
$("topology").addEventListener("change", (event) => { choices.topology = event.target.value; changed(); });
$("show-keys").addEventListener("change", render);
$("redact").addEventListener("change", (event) => { choices.redact = event.target.value; $("show-keys").checked = false; changed(); });
$("ticket-html").addEventListener("click", () => ticket("html"));
$("ticket-md").addEventListener("click", () => ticket("md"));
$("link").addEventListener("click", () => copy(location.href, say("linkCopied")));
$("print").addEventListener("click", () => window.print());
window.addEventListener("hashchange", () => { readLink(); all(); });
for (const event of ["dragenter", "dragover"]) document.addEventListener(event, (e) => { e.preventDefault(); $("drop").classList.add("over"); });
for (const event of ["dragleave", "drop"]) document.addEventListener(event, (e) => { e.preventDefault(); $("drop").classList.remove("over"); });
document.addEventListener("drop", (event) => take(event.dataTransfer.files));
start();
