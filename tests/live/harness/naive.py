"""What a renderer without any knowledge of limits would write.

Used for what peerconf refuses: the daemon must refuse it too, or the manifest is wrong. Never
used in place of peerconf's own output.
"""

from pathlib import Path

from .cloud import identity, proposal, secret
from .response import Connection

LIBRESWAN = {"sha256": "sha2_256", "sha384": "sha2_384", "sha512": "sha2_512"}
LIBRESWAN_GROUP = {
    "group1": "modp768", "group2": "modp1024", "group5": "modp1536", "group14": "modp2048",
    "group24": "dh24",
}  # fmt: skip
# What iked does not know is written as a stranger would try.
IKED_GROUP = {
    "group1": "modp768", "group2": "modp1024", "group5": "modp1536", "group14": "modp2048",
    "group24": "modp2048-256",
}  # fmt: skip
IKED_HASH = {"sha256": "sha2-256", "sha384": "sha2-384", "sha512": "sha2-512"}


def write(target: str, name: str, connection: Connection, folder: Path) -> None:
    """One connection's files for a target, by its manifest's id."""
    folder.mkdir(parents=True, exist_ok=True)
    writer = {
        "strongswan/swanctl": _swanctl,
        "strongswan/ipsec-conf": _ipsec_conf,
        "libreswan/ipsec-conf": _libreswan,
        "openbsd/iked": _iked,
    }[target]
    for suffix, text in writer(name, connection).items():
        (folder / f"{name}{suffix}").write_text(text)


def _swanctl(name: str, connection: Connection) -> dict[str, str]:
    tunnel = connection.tunnels[0]
    pairs = [connection.pairs] if tunnel.version == 2 else [[p] for p in connection.pairs]
    children = []
    for n, group in enumerate(pairs, 1):
        local = ", ".join(dict.fromkeys(d for d, _ in group))
        remote = ", ".join(dict.fromkeys(c for _, c in group))
        esp = proposal(tunnel.esp.encryption, tunnel.esp.integrity, tunnel.esp.group)
        life = tunnel.esp.lifetime
        children.append(
            f"{name}-{n} {{\n local_ts = {local}\n remote_ts = {remote}\n esp_proposals = {esp}\n"
            f" life_time = {life}s\n rekey_time = {life * 9 // 10}s\n start_action = start|trap\n}}"
        )
    ike = proposal(tunnel.ike.encryption, tunnel.ike.integrity, tunnel.ike.group)
    life = tunnel.ike.lifetime
    text = (
        f"connections {{\n{name} {{\n version = {tunnel.version}\n"
        f" aggressive = {'yes' if tunnel.aggressive else 'no'}\n local_addrs = {tunnel.device}\n"
        f" remote_addrs = {tunnel.cloud}\n proposals = {ike}\n mobike = no\n keyingtries = 0\n"
        f" rekey_time = {life * 9 // 10}s\n over_time = {life // 10}s\n"
        f" local {{ auth = psk\n id = {identity(tunnel.device_id)}\n }}\n"
        f" remote {{ auth = psk\n id = {identity(tunnel.cloud_id)}\n }}\n"
        f" children {{\n" + "\n".join(children) + "\n }\n}\n}\n"
        f"secrets {{ ike-{name} {{\n id-local = {identity(tunnel.device_id)}\n"
        f" id-remote = {identity(tunnel.cloud_id)}\n secret = {secret(tunnel.key)}\n}}\n}}\n"
    )
    return {".conf": text}


def _ipsec_conf(name: str, connection: Connection) -> dict[str, str]:
    tunnel = connection.tunnels[0]
    ike = proposal(tunnel.ike.encryption, tunnel.ike.integrity, tunnel.ike.group)
    esp = proposal(tunnel.esp.encryption, tunnel.esp.integrity, tunnel.esp.group)
    device = ",".join(connection.device_subnets)
    cloud = ",".join(connection.cloud_subnets)
    near, far = identity(tunnel.device_id), identity(tunnel.cloud_id)
    conf = (
        f"conn {name}\n\tkeyexchange=ikev{tunnel.version}\n"
        f"\taggressive={'yes' if tunnel.aggressive else 'no'}\n\tauthby=secret\n"
        f"\tleft={tunnel.device}\n\tleftid={near}\n\tleftsubnet={device}\n"
        f"\tright={tunnel.cloud}\n\trightid={far}\n\trightsubnet={cloud}\n"
        f"\tike={ike}!\n\tesp={esp}!\n\tikelifetime={tunnel.ike.lifetime}s\n"
        f"\tlifetime={tunnel.esp.lifetime}s\n\tmobike=no\n\treauth=no\n\tkeyingtries=%forever\n"
        f"\tauto=start\n"
    )
    return {".conf": conf, ".secrets": f"{near} {far} : PSK {secret(tunnel.key)}\n"}


def _libreswan(name: str, connection: Connection) -> dict[str, str]:
    tunnel = connection.tunnels[0]

    def words(encryption: str, integrity: str, group: str | None) -> str:
        cipher = "aes128" if encryption == "aes" else encryption
        both = f"{cipher}-{LIBRESWAN.get(integrity, integrity)}"
        return f"{both};{LIBRESWAN_GROUP[group]}" if group else both

    near, far = (
        i.replace("fqdn:", "@") for i in (identity(tunnel.device_id), identity(tunnel.cloud_id))
    )
    ike, esp = tunnel.ike, tunnel.esp
    conf = (
        f"conn {name}\n\tauthby=secret\n\tikev2={'yes' if tunnel.version == 2 else 'no'}\n"
        + ("\taggressive=yes\n" if tunnel.aggressive else "")
        + f"\tleft={tunnel.device}\n\tleftid={near}\n"
        f"\tleftsubnet={connection.device_subnets[0]}\n"
        f"\tright={tunnel.cloud}\n\trightid={far}\n"
        f"\trightsubnet={connection.cloud_subnets[0]}\n"
        f"\tike={words(ike.encryption, ike.integrity, ike.group)}\n"
        f"\tesp={words(esp.encryption, esp.integrity, esp.group)}\n"
        f"\tpfs={'yes' if esp.group else 'no'}\n\tikelifetime={ike.lifetime}s\n"
        f"\tsalifetime={esp.lifetime}s\n\tauto=start\n"
    )
    return {".conf": conf, ".secrets": f"{near} {far} : PSK {secret(tunnel.key)}\n"}


def _iked(name: str, connection: Connection) -> dict[str, str]:
    """IKEv2 only: for IKEv1 the daemon has no words at all."""
    tunnel = connection.tunnels[0]

    def words(kind: str, encryption: str, integrity: str, group: str | None) -> str:
        cipher = {"aes": "aes-128", "aes192": "aes-192", "aes256": "aes-256"}.get(encryption, encryption)
        both = f"{kind} enc {cipher} auth hmac-{IKED_HASH.get(integrity, integrity)}"
        return f"{both} group {IKED_GROUP[group]}" if group else both

    ike, esp = tunnel.ike, tunnel.esp
    flows = " ".join(f"from {device} to {cloud}" for device, cloud in connection.pairs)
    text = (
        f'ikev2 "{name}" active esp {flows} local {tunnel.device} peer {tunnel.cloud} \\\n'
        f"  {words('ikesa', ike.encryption, ike.integrity, ike.group)} \\\n"
        f"  {words('childsa', esp.encryption, esp.integrity, esp.group)} \\\n"
        f'  srcid "{tunnel.device_id}" dstid "{tunnel.cloud_id}" ikelifetime {ike.lifetime} lifetime {esp.lifetime} \\\n'
        f"  psk {secret(tunnel.key)}\n"
    )
    return {".conf": text}
