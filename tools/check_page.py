"""Check a built page: ``python tools/check_page.py dist/ivigcalc-X.Y.Z.html``. It needs Node.js.

Where a formulary was built into the page, its folder is named, too: the command lines of the page name the file alone.

The program inside the page answers 400 sets of fields in Node, and each answer, exit code, refusal and worksheet has to
be what ivigcalc prints for the command line that the page shows. Pyodide inside the page has to be what npm installed.
"""

import gzip
import json
import os
import re
import subprocess
import sys
from base64 import b64decode
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

PROJECT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from tests.page.cases import cases, differences  # noqa: E402 - of this checkout
from tests.program import compile_data  # noqa: E402 - as above

from ivigcalc.cli.environment import today  # noqa: E402 - as above
from tools.build_page import FOLDER, PARTS, PROGRAM, PYODIDE, install_pyodide  # noqa: E402 - as above

PART: Final = re.compile(r'<script type="text/plain" id="([^"]+)">([A-Za-z0-9+/=]+)</script>')


def parts_of(page: str) -> dict[str, bytes]:
    """The packed parts of a page, by name."""
    return {name: gzip.decompress(b64decode(text)) for name, text in PART.findall(page)}


def main(words: list[str]) -> int:
    """Check the page that is named, and say what is wrong with it."""
    parts = parts_of(Path(words[0]).read_text(encoding="utf-8"))
    os.chdir(words[1] if len(words) > 1 else ".")
    install_pyodide()
    wrong = [f"{name} is not what npm installed" for name in PARTS if parts[name] != (PYODIDE / name).read_bytes()]
    with TemporaryDirectory() as folder:
        compile_data(Path(folder) / "data")
        questions = list(cases())
        program, asked, replied = (Path(folder) / name for name in (PROGRAM, "questions.json", "replies.json"))
        program.write_bytes(parts[PROGRAM])
        asked.write_text(json.dumps([{"tab": tab, "fields": typed} for tab, typed in questions]), encoding="utf-8")
        call = ["node", str(FOLDER / "run.mjs"), str(program), today().isoformat(), str(asked), str(replied)]
        done = subprocess.run(call, capture_output=True, text=True, check=False, encoding="utf-8")
        if done.returncode:
            print(done.stderr[-2000:], file=sys.stderr)
            return 1
        replies = json.loads(replied.read_text(encoding="utf-8"))
        for question, reply in zip(questions, replies, strict=True):
            wrong += differences(question, reply)
    sheets = sum(bool(reply["sheet"]) for reply in replies)
    refused = sum(reply["refused"] for reply in replies)
    print(f"{len(replies)} cases, {refused} of them refused, {sheets} with a worksheet; {len(wrong)} differ")
    print("\n".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
