"""Reads the requests for tunnels and the script that sends them and the routes back."""

import json
import re
import shlex

from harness.model import Model, Unreadable
from shared import cloudflare

SENT = re.compile(r"^call POST (\S+) --data (\S+)$", re.MULTILINE)


def read(files, context):
    (script,) = (text for path, text in files.items() if path.endswith(".sh"))
    requests = {path: _json(text) for path, text in files.items() if path.endswith(".json")}
    sent = [(shlex.split(way)[0], shlex.split(name)[0].removeprefix("@")) for way, name in SENT.findall(script)]
    names = sorted(requests)
    checked = [("ipsec_tunnels?validate_only=true", name) for name in names]
    if [one for one in sent if one[0] != "routes"] != checked + [("ipsec_tunnels", name) for name in names]:
        raise Unreadable("each request is validated, then sent")
    said, routed = cloudflare.negotiated(script), cloudflare.routes(script)
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


def _json(text: str) -> dict:
    def pairs(found):
        if len({name for name, _ in found}) != len(found):
            raise Unreadable("a name twice in an object")
        return dict(found)

    try:
        return json.loads(text, object_pairs_hook=pairs)
    except ValueError as error:
        raise Unreadable(f"no JSON: {error}") from error
