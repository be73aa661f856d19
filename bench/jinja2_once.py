"""One template and one context with jinja2: the shortest program that does it."""
import json
import sys

from jinja2 import Environment, StrictUndefined

env = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
with open(sys.argv[1], encoding="utf-8") as template, open(sys.argv[2], encoding="utf-8") as context:
    sys.stdout.write(env.from_string(template.read()).render(json.load(context)))
