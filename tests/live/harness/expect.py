"""What a response promises, in the names that daemons report: the yardstick of every check."""

from typing import Any

from .response import Phase, Tunnel

ENCRYPTION = {
    "aes": ("AES_CBC", "128"),
    "aes192": ("AES_CBC", "192"),
    "aes256": ("AES_CBC", "256"),
    "3des": ("3DES_CBC", None),
    "des": ("DES_CBC", None),
}
INTEGRITY = {
    "md5": ("HMAC_MD5_96", "PRF_HMAC_MD5"),
    "sha1": ("HMAC_SHA1_96", "PRF_HMAC_SHA1"),
    "sha256": ("HMAC_SHA2_256_128", "PRF_HMAC_SHA2_256"),
    "sha384": ("HMAC_SHA2_384_192", "PRF_HMAC_SHA2_384"),
    "sha512": ("HMAC_SHA2_512_256", "PRF_HMAC_SHA2_512"),
}
GROUP = {
    "group1": "MODP_768",
    "group2": "MODP_1024",
    "group5": "MODP_1536",
    "group14": "MODP_2048",
    "group24": "MODP_2048_256",
}


def algorithms(phase: Phase, *, prf: bool) -> dict[str, str | None]:
    """The algorithms of one phase as charon's VICI names them; None: must not be there."""
    encryption, keysize = ENCRYPTION[phase.encryption]
    integrity, function = INTEGRITY[phase.integrity]
    return {
        "encr-alg": encryption,
        "encr-keysize": keysize,
        "integ-alg": integrity,
        "dh-group": GROUP[phase.group] if phase.group else None,
        **({"prf-alg": function} if prf else {}),
    }


def differences(wanted: dict[str, str | None], sa: dict[str, Any]) -> str:
    """What an SA has that was not wanted, in words; empty when nothing."""
    wrong = [f"{k} is {sa.get(k)}, not {v}" for k, v in wanted.items() if sa.get(k) != v]
    return ", ".join(wrong)


def ike_proposal(tunnel: Tunnel) -> str:
    """The one IKE proposal, as charon's log prints it."""
    return "IKE:" + "/".join(_words(tunnel.ike, prf=True))


def esp_proposal(tunnel: Tunnel, *, first_ikev2: bool) -> str:
    """The one ESP proposal; an IKE_AUTH exchange never carries the PFS group."""
    words = _words(tunnel.esp, prf=False)
    if first_ikev2 and tunnel.esp.group:
        words.remove(GROUP[tunnel.esp.group])
    return "ESP:" + "/".join([*words, "NO_EXT_SEQ"])


def _words(phase: Phase, *, prf: bool) -> list[str]:
    names = algorithms(phase, prf=prf)
    size = f"_{names['encr-keysize']}" if names["encr-keysize"] else ""
    words = [f"{names['encr-alg']}{size}", names["integ-alg"]]
    if prf:
        words.append(names["prf-alg"])
    if names["dh-group"]:
        words.append(names["dh-group"])
    return [word for word in words if word]
