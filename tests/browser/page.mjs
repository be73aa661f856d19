// The page's module without a browser, and the program beside it.

import { execFile, execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** The parts of a page: its module, script and policy. */
export function parts(file) {
  const html = readFileSync(file, "utf8");
  const between = (before, after) => html.split(before)[1].split(after)[0];
  return {
    html,
    module: gunzipSync(Buffer.from(between('id="module">', "</script>"), "base64")),
    policy: between('http-equiv="Content-Security-Policy" content="', '"'),
  };
}

/** The function that the page asks, out of its own module. */
export async function asker(bytes) {
  const { instance } = await WebAssembly.instantiate(bytes, {});
  const { question: room, answer, answer_at: at, memory } = instance.exports;
  return (question) => {
    const bytes = new TextEncoder().encode(JSON.stringify(question));
    const place = room(bytes.length) >>> 0;
    new Uint8Array(memory.buffer, place, bytes.length).set(bytes);
    const length = answer() >>> 0;
    return JSON.parse(new TextDecoder().decode(new Uint8Array(memory.buffer, at() >>> 0, length)));
  };
}

export const program = process.env.PEERCONF;
const limit = 1 << 30;

/** What the program prints, whatever its exit code. */
export function prints(args, input) {
  return execFileSync(program, args, { input, maxBuffer: limit, stdio: ["pipe", "pipe", "pipe"], encoding: "utf8" });
}

/** The same while others run. */
export const runs = (args, input) => new Promise((resolve) => {
  const child = execFile(program, args, { maxBuffer: limit, encoding: "utf8" }, (error, stdout, stderr) =>
    resolve({ code: error?.code ?? 0, stdout, stderr }));
  child.stdin.on("error", () => {});
  child.stdin.end(input ?? "");
});
