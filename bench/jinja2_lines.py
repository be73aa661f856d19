"""One context a line in, one JSON object with the text a line out, with jinja2."""
import json
import sys

from jinja2 import Environment, StrictUndefined

env = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
with open(sys.argv[1], encoding="utf-8") as handle:
    template = env.from_string(handle.read())
for line in sys.stdin:
    sys.stdout.write(json.dumps({"text": template.render(json.loads(line))}) + "\n")
