"""Runs peerconf on many set-ups of a machine and compares with the official Python packages.

The server of the test is the API, a CloudSSO portal and a credentials address at once. It checks every signature
with the official signer, with the secret of the identity that the official chain of credentials finds.
"""

import base64
import itertools
import json
import logging
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import types
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# Everything that the official package needs, so that a child only has to read the package itself: it looks at
# the environment when it is imported.
import aiofiles  # noqa: F401
import requests  # noqa: F401
import Tea.core  # noqa: F401
from alibabacloud_tea_openapi.utils import Utils

# The package logs that the keys of a set-up are old.
logging.disable(logging.CRITICAL)

CONNECTION = "vco-bp10lz7aejumd2vxoqgev"
REGIONS = ["cn-hangzhou", "eu-central-1", "cn-north-2-gov-1"]
LATER = 4_000_000_000
ODD = "CAIS+/=tok en*~'()!%41&?#:@,;[]{}|\\\"<>^`$_-."


def identity(place, token=None):
    """An invented identity that names its place."""
    return {
        "id": f"LTAIinvented{place}1234",
        "secret": f"invented+/={place}~secret",
        "token": token and f"{token}{place}",
    }


class Cloud(BaseHTTPRequestHandler):
    """Judges what comes in and notes who signed it."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.answer(200, issued(self.server.uri_identity))

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self.path == "/cloud-credentials":
            is_ours = self.headers["authorization"] == "Bearer access-token-of-sso"
            return self.answer(
                200 if is_ours else 401, {"CloudCredential": issued(self.server.sso_identity)}
            )
        self.server.seen.append(judged(self, body))
        return self.answer(
            200, {"VpnConnectionConfig": {"Local": "192.0.2.1", "Remote": "203.0.113.1"}}
        )

    def answer(self, status, content):
        content = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def issued(who):
    return {
        "Code": "Success",
        "AccessKeyId": who["id"],
        "AccessKeySecret": who["secret"],
        "SecurityToken": who["token"],
        "Expiration": "2099-01-01T00:00:00Z",
    }


def judged(request, body):
    """Who signed the request, and a function that says whether a secret is the one."""
    header = request.headers.get("authorization")
    if header is None:
        parameters = dict(
            urllib.parse.parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True)
        )
        signature = parameters.pop("Signature")
        return {
            "id": parameters["AccessKeyId"],
            "token": parameters.get("SecurityToken"),
            "is_signed_with": lambda secret: Utils.get_rpcsignature(parameters, "POST", secret)
            == signature,
        }
    parts = dict(part.split("=", 1) for part in header.split(" ", 1)[1].split(","))
    url = urllib.parse.urlsplit(request.path)
    signed = parts["SignedHeaders"].split(";")
    official = types.SimpleNamespace(
        method="POST",
        pathname=url.path,
        query=dict(urllib.parse.parse_qsl(url.query, keep_blank_values=True)),
        headers={name: request.headers[name] for name in signed},
    )
    digest = Utils.hex_encode(Utils.hash(body, "ACS3-HMAC-SHA256"))
    demanded = {"host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-version"}
    assert demanded <= set(signed), signed
    assert request.headers["x-acs-content-sha256"] == digest
    return {
        "id": parts["Credential"],
        "token": request.headers.get("x-acs-security-token"),
        "is_signed_with": lambda secret: Utils.get_authorization(
            official, "ACS3-HMAC-SHA256", digest, parts["Credential"], secret
        )
        == header,
    }


def profile(name, **fields):
    return {"name": name, "region_id": "cn-hangzhou", **fields}


def config(*profiles, current="default"):
    return json.dumps({"current": current, "profiles": profiles, "meta_path": ""})


def key_of(who, mode, **more):
    fields = {"access_key_id": who["id"], "access_key_secret": who["secret"], **more}
    return {"mode": mode, **fields}


def setups(url):
    """Name, environment, files below the home folder; and what peerconf does otherwise on purpose, if it does."""
    env_ak, env_sts = identity("environ"), identity("environsts", ODD)
    in_config, in_sts, in_oauth = identity("config"), identity("configsts", ODD), identity("oauth", "t/+=")
    external, in_ini, work = identity("external", "t"), identity("ini"), identity("work")
    environments = {
        "nothing": {},
        "key": variables(env_ak),
        "temporary key": variables(env_sts),
    }
    sso = {
        "mode": "CloudSSO",
        "cloud_sso_sign_in_url": f"{url}/start",
        "cloud_sso_account_id": "1234567890",
        "cloud_sso_access_config": "ac-00example",
        "access_token": "access-token-of-sso",
        "cloud_sso_access_token_expire": LATER,
    }
    program = {"mode": "External", "process_command": "cat HOME/printed.json"}
    printed = json.dumps(key_of(external, "StsToken", sts_token=external["token"]))
    configs = {
        "no profiles": {},
        "AK": {".aliyun/config.json": config(profile("default", **key_of(in_config, "AK")))},
        "nulls": {
            ".aliyun/config.json": config(
                profile("default", **key_of(in_config, "AK"), sts_token=None, ram_role_arn=None)
            )
        },
        "StsToken": {
            ".aliyun/config.json": config(
                profile("default", **key_of(in_sts, "StsToken", sts_token=in_sts["token"]))
            )
        },
        "OAuth": {
            ".aliyun/config.json": config(
                profile(
                    "default",
                    **key_of(in_oauth, "OAuth", sts_token=in_oauth["token"]),
                    sts_expiration=LATER,
                    oauth_site_type="CN",
                )
            )
        },
        "CloudSSO": {".aliyun/config.json": config(profile("default", **sso))},
        "External": {
            ".aliyun/config.json": config(profile("default", **program)),
            "printed.json": printed,
        },
        "a profile never filled in": {
            ".aliyun/config.json": config(
                profile("default", mode="AK", access_key_id="", access_key_secret="")
            )
        },
    }
    inis = {
        "no file": {},
        "=": {".alibabacloud/credentials.ini": ini("default", in_ini)},
        ":": {".alibabacloud/credentials.ini": ini("default", in_ini).replace(" = ", ": ")},
    }
    addresses = {"no address": {}, "an address": {"ALIBABA_CLOUD_CREDENTIALS_URI": f"{url}/keys"}}
    for names in itertools.product(environments, configs, inis, addresses):
        environment, files, shared, address = names
        yield (
            ", ".join(names),
            {**environments[environment], **addresses[address]},
            {**configs[files], **inis[shared]},
            None,
        )
    both = config(
        profile("default", **key_of(in_config, "AK")), profile("work", **key_of(work, "AK"))
    )
    both_ini = ini("default", in_ini) + ini("work", work)
    named = {"ALIBABA_CLOUD_PROFILE": "work"}
    disabled = {"ALIBABA_CLOUD_CLI_PROFILE_DISABLED": "true"}
    yield "a profile by name", named, {".aliyun/config.json": both}, None
    yield "a profile by name in the SDKs' file", named, {".alibabacloud/credentials.ini": both_ini}, None
    yield "a profile by name beside a key", {**named, **variables(env_ak)}, {".aliyun/config.json": both}, None
    yield "another current profile", {}, {
        ".aliyun/config.json": both.replace('"current": "default"', '"current": "work"')
    }, None
    yield "profiles switched off", disabled, {
        ".aliyun/config.json": both,
        ".alibabacloud/credentials.ini": both_ini,
    }, None
    yield "another place of the SDKs' file", {"ALIBABA_CLOUD_CREDENTIALS_FILE": "HOME/elsewhere"}, {
        "elsewhere": ini("default", work),
        ".alibabacloud/credentials.ini": both_ini,
    }, None
    # A place that is set up but broken ends the search: going on would sign in another name than was meant.
    yield "half a key", {"ALIBABA_CLOUD_ACCESS_KEY_ID": "LTAIhalf"}, {".aliyun/config.json": both}, (
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET is not"
    )
    yield "a broken file of profiles", {}, {
        ".aliyun/config.json": "{",
        ".alibabacloud/credentials.ini": both_ini,
    }, "not the JSON expected"
    yield "a mode that nobody knows", {}, {
        ".aliyun/config.json": config(profile("default", mode="Other")),
        ".alibabacloud/credentials.ini": both_ini,
    }, "cannot use"
    # The other name of the file is that of the SDKs for Go and Java; the Python package does not look there.
    yield "the other name of the file", {}, {".alibabacloud/credentials": ini("default", in_ini)}, in_ini
    yield "both names, saying different things", {}, {
        ".alibabacloud/credentials": ini("default", work),
        ".alibabacloud/credentials.ini": ini("default", in_ini),
    }, "say different things"
    yield "both names, saying the same", {}, {
        ".alibabacloud/credentials": ini("default", in_ini).replace(" = ", "="),
        ".alibabacloud/credentials.ini": ini("default", in_ini),
    }, None
    # The name that the official command looks for; the Python package does not know it.
    yield "profiles ignored", {"ALIBABACLOUD_IGNORE_PROFILE": "TRUE"}, {
        ".aliyun/config.json": both,
        ".alibabacloud/credentials.ini": both_ini,
    }, in_ini


def variables(who):
    found = {
        "ALIBABA_CLOUD_ACCESS_KEY_ID": who["id"],
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": who["secret"],
    }
    if who["token"]:
        found["ALIBABA_CLOUD_SECURITY_TOKEN"] = who["token"]
    return found


def ini(section, who):
    return (
        f"[{section}]\ntype = access_key\naccess_key_id = {who['id']}\n"
        f"access_key_secret = {who['secret']}\n"
    )


def official(environment):
    """Whom the official package signs as, found in a child with that environment; None where it finds nobody."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        found = None
        try:
            os.environ.clear()
            os.environ.update(environment)
            from alibabacloud_credentials.exceptions import CredentialException
            from alibabacloud_credentials.provider.default import DefaultCredentialsProvider

            try:
                who = DefaultCredentialsProvider().get_credentials()
                found = {
                    "id": who.get_access_key_id(),
                    "secret": who.get_access_key_secret(),
                    "token": who.get_security_token() or None,
                }
            except CredentialException:
                pass
            result = json.dumps({"found": found})
        except BaseException as error:  # what the package itself stumbles over is no answer
            result = json.dumps({"error": repr(error)})
        with os.fdopen(writing, "w") as out:
            out.write(result)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as results:
        result = json.loads(results.read())
    os.waitpid(child, 0)
    if "error" in result:
        raise AssertionError(f"the official package failed: {result['error']}")
    return result["found"]


def shown_secrets(text, who):
    """What must not be in any output: the texts of an identity, plain or encoded."""
    for part in ("id", "secret", "token"):
        value = who[part]
        if value:
            forms = [value, urllib.parse.quote(value, safe="~"), base64.b64encode(value.encode()).decode()]
            yield from (form for form in forms if form in text)


def main(program):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Cloud)
    server.seen = []
    server.uri_identity = identity("address", ODD)
    server.sso_identity = identity("sso", "t+/=")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    compared, signed, faults = 0, 0, []
    for number, (name, variables_, files, otherwise) in enumerate(setups(url)):
        with tempfile.TemporaryDirectory() as home:
            for path, text in files.items():
                path = pathlib.Path(home, path)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text.replace("HOME", home), encoding="utf-8")
                path.chmod(0o600)
            environment = {
                "HOME": home,
                "PATH": os.environ["PATH"],
                "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true",
                **{key: text.replace("HOME", home) for key, text in variables_.items()},
            }
            outcomes = []
            for scheme in ("v2", "v3"):
                server.seen.clear()
                region = REGIONS[number % len(REGIONS)]
                command = [program, "fetch", "--connection", CONNECTION, "--verbose", "--endpoint", url]
                command += ["--region", region, "--signature", scheme]
                done = subprocess.run(
                    command, env=environment, capture_output=True, text=True, timeout=60
                )
                outcomes.append((scheme, done, server.seen[0] if server.seen else None))
            theirs = official(environment)
            expected = otherwise if isinstance(otherwise, dict) else theirs
            for scheme, done, ours in outcomes:
                output = done.stdout + done.stderr
                fault = None
                if isinstance(otherwise, str):
                    if done.returncode != 4 or otherwise not in done.stderr or ours:
                        fault = f"should have said {otherwise!r}"
                elif expected is None:
                    if done.returncode != 4 or "no credentials found" not in done.stderr or ours:
                        fault = "the official package finds nobody"
                elif ours is None or done.returncode != 0:
                    fault = f"the official package finds {expected['id']}"
                elif (ours["id"], ours["token"]) != (expected["id"], expected["token"]):
                    fault = f"signed as {ours['id']} and not as {expected['id']}"
                elif not ours["is_signed_with"](expected["secret"]):
                    fault = "the official signer signs otherwise"
                else:
                    signed += 1
                known = [theirs or {}, expected if isinstance(expected, dict) else {}]
                for who in known:
                    if who and next(shown_secrets(output, who), None):
                        fault = "shows a part of the identity"
                if fault:
                    faults.append(f"{name} ({scheme}): {fault}\n{done.stderr}")
            compared += 1
    for fault in faults:
        print(fault, file=sys.stderr)
    assert compared >= 50 and signed >= 100, (compared, signed)
    if faults:
        sys.exit(f"tests/login: {len(faults)} of {2 * compared} runs differ")
    print(f"{compared} set-ups lead to the identities that the official package finds, but for those that are")
    print(f"named; {signed} requests are signed as the official signer signs them; no output shows an identity")


if __name__ == "__main__":
    main(sys.argv[1])
