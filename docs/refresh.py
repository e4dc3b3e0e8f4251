"""Runs the commands of the console blocks in the README and the docs, and puts what they print in its place.

python docs/refresh.py README.md docs/index.md
"""

import re
import subprocess
import sys
from pathlib import Path

BLOCK = re.compile(r"^```console\n\$ (.+)\n(?:.*\n)*?```$", re.M)


def printed(block: re.Match[str]) -> str:
    command = ["bash", "-o", "pipefail", "-c", block[1]]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    rows = "\n".join(row.rstrip() for row in done.stdout.rstrip("\n").split("\n"))
    return f"```console\n$ {block[1]}\n{rows}\n```"


for page in map(Path, sys.argv[1:]):
    page.write_text(BLOCK.sub(printed, page.read_text("utf-8")), "utf-8")
