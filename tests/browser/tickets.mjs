// The tickets that are tested: each a response, options, and the form that the options give.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
export const root = join(here, "..", "..");
export const out = join(root, "target", "browser");
const program = process.env.PEERCONF ?? join(root, "target", "debug", "peerconf");

const fixture = (name) => join(root, "tests", "fixtures", name);
const srx = ["-t", "srx", "--set", "wan_interface=ge-0/0/0.0"];

// A name and identities that try to leave their place; every character is legal in the API's name.
const hostile = () => {
  const file = join(out, "hostile.json");
  const response = JSON.parse(readFileSync(fixture("describe-single.json"), "utf8"));
  response.Name = `</title><script>alert(1)</script><img src=x onerror=alert(2)>"'\`|\n# x {{ 7*7 }} ![y](https://example.com/z) \u202e`;
  writeFileSync(file, JSON.stringify(response));
  return file;
};

mkdirSync(out, { recursive: true });

/** Every case: its name, what the program is given, whether it is refused. */
export const cases = [
  { name: "single", args: [...srx, fixture("single-ikev2.json")] },
  { name: "single-zh", args: [...srx, "--lang", "zh", fixture("single-ikev1-multi-subnet.json")] },
  { name: "dual", args: [...srx, fixture("dual-tunnel.json")] },
  { name: "dual-zh", args: [...srx, "--lang", "zh", fixture("dual-tunnel-two-wans.json")] },
  { name: "bgp-redacted", args: ["-t", "srx", "--redact=all", fixture("dual-tunnel-bgp.json")] },
  { name: "bgp-zh", args: ["-t", "srx", "--lang", "zh", fixture("dual-tunnel-bgp.json")] },
  { name: "draft", args: ["-t", "srx", "--draft", fixture("masked.json")] },
  { name: "refused", args: ["-t", "srx", fixture("overlapping-subnets.json")], refused: true },
  { name: "unreadable", args: ["-t", "srx", fixture("masked.json")], refused: true },
  { name: "two-devices", args: ["-t", "srx", "-t", "srx@12.1", fixture("single-ikev1.json")] },
  { name: "many", args: [...srx, fixture("envelope-array.json")] },
  { name: "hostile", args: [...srx, hostile()] },
];

/** Writes a ticket and gives its path. */
export function ticket({ name, args, refused }, extension) {
  const file = join(out, `${name}.${extension}`);
  let status = 0;
  try {
    execFileSync(program, ["ticket", "--force", "-o", file, ...args], { stdio: "pipe" });
  } catch (error) {
    status = error.status;
    if (!refused || status !== 1) {
      throw new Error(`${name}: exit ${status}: ${error.stderr}`);
    }
  }
  if (refused && status !== 1) {
    throw new Error(`${name}: should be refused`);
  }
  return file;
}
