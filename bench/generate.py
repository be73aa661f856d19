#!/usr/bin/env python3
"""Prints N responses, one a line, the same ones every time: dual-tunnel connections that differ in ids,
subnets, addresses and keys. All addresses are for documentation (RFC 5737) or private, all keys invented."""
import json
import pathlib
import sys

EXAMPLE = pathlib.Path(__file__).parent.parent / "examples" / "dual-tunnel.json"


def template():
    response = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    config = response["VpnConnectionConfig"]
    config["LocalSubnet"] = "10.@A.@B.0/24"
    for number, tunnel in enumerate(config["TunnelsConfig"]["TunnelConfig"]):
        tunnel["TunnelId"] = f"tun-example@N{number}"
        tunnel["Local"] = tunnel["IkeConfig"]["LocalId"] = "203.0.113.@C"
        tunnel["IkeConfig"]["Psk"] = f"NotAKey-{number}-@N-Vm7qK3"
    return json.dumps({"id": "site-@N", "response": response}, separators=(",", ":"))


def main():
    count = int(sys.argv[1])
    line = template()
    out = []
    for n in range(count):
        filled = line.replace("@N", f"{n:07}").replace("@A", str(n // 256 % 256))
        out.append(filled.replace("@B", str(n % 256)).replace("@C", str(n % 254 + 1)))
        if len(out) == 1000 or n + 1 == count:
            sys.stdout.write("\n".join(out) + "\n")
            out.clear()


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:
        sys.exit(0)
