"""Reads the requests for tunnels and the script that sends them and the routes back."""

import re
import shlex

from harness import json_text, script
from harness.model import Model, Unreadable
from shared import cloudflare

SENT = re.compile(r"^call POST (\S+) --data (\S+)$", re.MULTILINE)


def read(files, context):
    text, requests = script.of(files), json_text.files(files)
    sent = [(shlex.split(way)[0], shlex.split(name)[0].removeprefix("@")) for way, name in SENT.findall(text)]
    names = sorted(requests)
    checked = [("ipsec_tunnels?validate_only=true", name) for name in names]
    if [one for one in sent if one[0] != "routes"] != checked + [("ipsec_tunnels", name) for name in names]:
        raise Unreadable("each request is validated, then sent")
    said, routed = cloudflare.negotiated(text), cloudflare.routes(text)
    found = {requests[name]["name"]: requests[name] for name in names}
    of_tunnel = {name: [one for one in routed if one["description"] == name] for name in found}
    if sum(map(len, of_tunnel.values())) != len(routed) or set(said) != set(found):
        raise Unreadable("routes or comments of another tunnel")
    for one in found.values():
        target = context.values.get("health_target")
        cloudflare.health(one, target)
        if target and one["health_check"]["target"] != target:
            raise Unreadable("another target of the health check")
    order = cloudflare.preferred(of_tunnel)
    return Model([cloudflare.tunnel(found[name], said[name], of_tunnel[name]) for name in order])
