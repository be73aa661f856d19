"""Reads Terraform's files for the provider cloudflare back by an HCL parser, and goes on in shared/cloudflare.py."""

from harness.model import Model, Unreadable
from harness import hcl
from shared import cloudflare


def read(files, context):
    (text,) = (text for path, text in files.items() if path.endswith(".tf"))
    main, keys = hcl.keyed(files)
    said = cloudflare.negotiated(text)
    routed = list(hcl.resources(main, cloudflare.ROUTE).values())
    found = {name: _filled(body, keys) for name, body in hcl.resources(main, cloudflare.TUNNEL).items()}
    if any(name != body["name"] for name, body in found.items()) or set(said) != set(found):
        raise Unreadable("a resource or a comment of another name")
    of_tunnel = {name: [one for one in routed if one["description"] == name] for name in found}
    for name, several in of_tunnel.items():
        if any(one["depends_on"] != [f"{cloudflare.TUNNEL}.{name}"] for one in several):
            raise Unreadable("a route before its tunnel")
    if sum(map(len, of_tunnel.values())) != len(routed) or keys.unused:
        raise Unreadable("something is made that no tunnel uses")
    for body in found.values():
        target = context.values.get("health_target")
        cloudflare.health(body, target)
        if target and body["health_check"]["target"] != {"saved": target}:
            raise Unreadable("another target of the health check")
    order = cloudflare.preferred(of_tunnel)
    return Model([cloudflare.tunnel(found[name], said[name], of_tunnel[name]) for name in order])


def _filled(body: dict, keys: hcl.Keys) -> dict:
    """A tunnel with its keys in place."""
    filled = {**body, "psk": keys.of(body["psk"])}
    if "md5_key" in body.get("bgp", {}):
        filled["bgp"] = {**body["bgp"], "md5_key": keys.of(body["bgp"]["md5_key"])}
    return filled
