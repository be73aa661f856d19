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

// Names that try to leave their place: any text is legal in the API's names.
const names = [
  "</title><script>alert(1)</script>",
  "<img src=x onerror=alert(2)>\"' onload='alert(3)",
  "`| {{ 7*7 }} ![y](https://example.com/z)",
  "\n\n# heading\n\n- www.example.com <b>\u202e",
];
const hostile = () => {
  const file = join(out, "hostile.json");
  const response = readFileSync(fixture("describe-single.json"), "utf8");
  const responses = names.map((name, index) => ({
    ...JSON.parse(response),
    Name: name,
    VpnConnectionId: `vco-2ze3m8xk1qv0exmphost${index}`,
  }));
  writeFileSync(file, JSON.stringify(responses));
  return file;
};

// The longest texts that the drawings have to hold.
const long = () => {
  const file = join(out, "long.json");
  const networks = (net) => Array.from({ length: 10 }, (_, host) => `${net}.${100 + host}/32`).join(",");
  const response = readFileSync(fixture("dual-tunnel.json"), "utf8")
    .replaceAll("203.0.113.10", "203.100.113.100")
    .replaceAll("198.51.100.2", "198.151.100.20")
    .replaceAll("192.168.10.0/24", networks("192.168.100"))
    .replaceAll("172.16.0.0/16", networks("172.131.255"));
  writeFileSync(file, response);
  return file;
};
const longSession = () => {
  const file = join(out, "long-bgp.json");
  const response = readFileSync(fixture("dual-tunnel-bgp.json"), "utf8")
    .replaceAll("169.254.10.0/30", "169.254.100.100/30")
    .replaceAll("169.254.10.1", "169.254.100.101")
    .replaceAll("169.254.10.2", "169.254.100.102")
    .replaceAll("203.0.113.10", "203.100.113.100")
    .replaceAll("65010", "4294967294");
  writeFileSync(file, response);
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
  { name: "long", args: ["-t", "usg", long()], refused: "perhaps" },
  { name: "long-bgp-zh", args: ["-t", "usg", "--lang", "zh", longSession()], refused: "perhaps" },
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
  if (refused === true && status !== 1) {
    throw new Error(`${name}: should be refused`);
  }
  return file;
}
