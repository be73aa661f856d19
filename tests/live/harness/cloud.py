"""Alibaba Cloud's gateway, played by strongSwan: what it would be set to for a response.

It behaves as the gateway is documented to: exactly one proposal a phase, under IKEv1 one pair of
subnets, under IKEv2 one CHILD_SA with all of them, the identities as configured, and it answers
as well as begins. Nothing in here comes from the program under test.
"""

from .response import Connection, Tunnel

# A customer gateway without a fixed address: it is known by its identity.
NOWHERE = "0.0.0.0"
# The response's words in strongSwan's.
ENCRYPTION = {"aes": "aes128", "aes192": "aes192", "aes256": "aes256", "3des": "3des", "des": "des"}
GROUP = {
    "group1": "modp768",
    "group2": "modp1024",
    "group5": "modp1536",
    "group14": "modp2048",
    "group24": "modp2048s256",
}


def proposal(encryption: str, integrity: str, group: str | None) -> str:
    """One phase's only proposal."""
    words = [ENCRYPTION[encryption], integrity]
    return "-".join(words + ([GROUP[group]] if group else []))


def identity(text: str) -> str:
    """An address is sent as an address, anything else as a name that nobody resolves."""
    parts = text.split(".")
    if len(parts) == 4 and all(p.isdigit() and int(p) < 256 for p in parts):
        return text
    return f"fqdn:{text}"


def secret(key: str) -> str:
    """Hexadecimal: no character of a key can be misread."""
    return "0x" + key.encode().hex()


def tunnel_name(case: str, index: int) -> str:
    return f"{case}-{index + 1}"


def swanctl_conf(case: str, connection: Connection, first_if_id: int | None = None) -> str:
    """The gateway's swanctl.conf; with first_if_id each tunnel has an XFRM interface."""
    lines = ["connections {"]
    for index, tunnel in enumerate(connection.tunnels):
        if_id = None if first_if_id is None else first_if_id + index
        lines += _connection(tunnel_name(case, index), connection, tunnel, if_id)
    lines += ["}", "secrets {"]
    for index, tunnel in enumerate(connection.tunnels):
        lines += [f"  ike-{tunnel_name(case, index)} {{"]
        lines += [f"    id-local = {identity(tunnel.cloud_id)}"]
        lines += [f"    id-remote = {identity(tunnel.device_id)}"]
        lines += [f"    secret = {secret(tunnel.key)}", "  }"]
    return "\n".join([*lines, "}", ""])


def _connection(name: str, connection: Connection, tunnel: Tunnel, if_id: int | None) -> list[str]:
    pairs = connection.pairs if tunnel.version == 2 else connection.passing_pairs
    local = ", ".join(dict.fromkeys(cloud for _, cloud in pairs))
    remote = ", ".join(dict.fromkeys(device for device, _ in pairs))
    ike, esp = tunnel.ike, tunnel.esp
    return [
        f"  {name} {{",
        f"    version = {tunnel.version}",
        f"    aggressive = {'yes' if tunnel.aggressive else 'no'}",
        f"    local_addrs = {tunnel.cloud}",
        f"    remote_addrs = {'%any' if tunnel.device == NOWHERE else tunnel.device}",
        f"    proposals = {proposal(ike.encryption, ike.integrity, ike.group)}",
        f"    rekey_time = {ike.lifetime * 9 // 10}s",
        f"    over_time = {ike.lifetime // 10}s",
        "    dpd_delay = 10s",
        "    mobike = no",
        f"    local {{ auth = psk\n      id = {identity(tunnel.cloud_id)}\n    }}",
        f"    remote {{ auth = psk\n      id = {identity(tunnel.device_id)}\n    }}",
        "    children {",
        f"      {name} {{",
        f"        local_ts = {local}",
        f"        remote_ts = {remote}",
        f"        esp_proposals = {proposal(esp.encryption, esp.integrity, esp.group)}",
        f"        life_time = {esp.lifetime}s",
        f"        rekey_time = {esp.lifetime * 9 // 10}s",
        "        start_action = none",
        *([] if if_id is None else [f"        if_id_in = {if_id}", f"        if_id_out = {if_id}"]),
        "      }",
        "    }",
        "  }",
    ]
