"""Check a built page: ``python tools/check_page.py dist/ivigcalc-X.Y.Z.html``. It needs Node.js.

Where a formulary was built into the page, its folder is named, too: the command lines of the page name the file alone.

The program inside the page answers 400 sets of fields in Node, and each answer, exit code, refusal and worksheet has to
be what ivigcalc prints for the command line that the page shows. Pyodide inside the page has to be what npm installed.
Where Chromium is there, some of the sets are filled in there, too, in a narrow window: what is seen has to be that
answer, whole, and to be dimmed once a field is changed.
"""

import gzip
import json
import os
import re
import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from io import BytesIO
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import Any, Final
from zipfile import ZipFile

PROJECT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from tests.page.cases import cases, differences  # noqa: E402 - of this checkout
from tests.program import compile_data  # noqa: E402 - as above

from ivigcalc.cli.environment import today  # noqa: E402 - as above
from tools.build_page import FOLDER, LIBRARY, PARTS, PROGRAM, PYODIDE, install_pyodide  # noqa: E402 - as above
from tools.page.fields import Tab, Value  # noqa: E402 - as above

PART: Final = re.compile(r'<script type="text/plain" id="([^"]+)">([A-Za-z0-9+/=]+)</script>')

BROWSED: Final = 50
"""How many of the sets are filled in in a browser."""

Question = tuple[Tab, Mapping[str, Value]]


def parts_of(page: str) -> dict[str, bytes]:
    """The packed parts of a page, by name."""
    return {name: gzip.decompress(b64decode(text)) for name, text in PART.findall(page)}


def wrong_of_pyodide(parts: Mapping[str, bytes], installed: Mapping[str, bytes]) -> Iterator[str]:
    """Which parts of a page are not those that npm installed; of the library its files count, not their packing."""
    for name, content in installed.items():
        same = files_of(parts[name]) == files_of(content) if name == LIBRARY else parts[name] == content
        if not same:
            yield f"{name} is not what npm installed"


def files_of(archive: bytes) -> dict[str, bytes]:
    """The files of a zip archive, by name."""
    with ZipFile(BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def texts(elements: str) -> list[str]:
    """The words in a piece of HTML."""
    return unescape(re.sub(r"<[^>]*>", " ", elements)).split()


def browser() -> str | None:
    """Chromium, if it is there."""
    return which("chromium") or which("chromium-browser") or which("google-chrome")


def seen_in(chromium: str, page: str, questions: Sequence[Question], folder: Path) -> dict[str, Any]:
    """What a browser shows for some questions: the state of the page, how far it is too wide, and each answer."""
    asked = json.dumps([{"tab": tab, "fields": typed} for tab, typed in questions]).replace("<", "\\u003c")
    driver = (FOLDER / "drive.js").read_text(encoding="utf-8")
    driven = folder / "driven.html"
    script = f"<script>const QUESTIONS = {asked};</script><script>{driver}</script></body>"
    driven.write_text(page.replace("</body>", script), encoding="utf-8")
    rights = ["--no-sandbox"] if os.geteuid() == 0 else []
    options = ["--headless", *rights, "--disable-gpu", "--window-size=360,800", "--virtual-time-budget=120000"]
    call = [chromium, *options, f"--user-data-dir={folder / 'profile'}", "--dump-dom", driven.as_uri()]
    done = subprocess.run(call, capture_output=True, text=True, check=False, encoding="utf-8")
    note = re.search(r'<pre id="seen">(.*?)</pre>', done.stdout, flags=re.DOTALL)
    found: dict[str, Any] = json.loads(unescape(note[1])) if note else {"state": "no answer", "cut": 0, "seen": []}
    return found


def wrong_in_browser(found: dict[str, Any], questions: Sequence[Question], replies: Sequence[Any]) -> Iterator[str]:
    """What a browser showed otherwise than the program's replies to the same questions."""
    if not found["state"].startswith("ready, offline") or len(found["seen"]) != len(questions):
        yield f"in the browser: {found['state']}"
    if found["cut"] > 0:
        yield f"in the browser: {found['cut']} pixels are cut off in a narrow window"
    for question, reply, seen in zip(questions, replies, found["seen"], strict=False):
        code = f"exit code {reply['exit_code']}: {reply['exit_words']}" if reply["exit_code"] else ""
        sheet = (reply["sheet"] or "") if not reply["exit_code"] else ""
        expected = [reply["command"], "".join(texts(reply["html"])), code, reply["refused"], sheet, True]
        if [
            *(seen["command"], "".join(seen["text"].split()), seen["exit"], seen["refused"], seen["sheet"]),
            seen["stale"],
        ] != expected:
            yield f"in the browser: {question}"


def main(words: list[str]) -> int:
    """Check the page that is named, and say what is wrong with it."""
    page = Path(words[0]).read_text(encoding="utf-8")
    parts = parts_of(page)
    os.chdir(words[1] if len(words) > 1 else ".")
    install_pyodide()
    wrong = list(wrong_of_pyodide(parts, {name: (PYODIDE / name).read_bytes() for name in PARTS}))
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
        some = range(0, len(questions), len(questions) // BROWSED)
        chromium = browser()
        if chromium:
            chosen = [questions[place] for place in some]
            found = seen_in(chromium, page, chosen, Path(folder))
            wrong += wrong_in_browser(found, chosen, [replies[place] for place in some])
            print(f"{len(found['seen'])} of them in {Path(chromium).name}, too")
        else:
            print("skipped: the page in a browser; Chromium is not there")
    sheets = sum(bool(reply["sheet"]) for reply in replies)
    refused = sum(reply["refused"] for reply in replies)
    print(f"{len(replies)} cases, {refused} of them refused, {sheets} with a worksheet; {len(wrong)} differ")
    print("\n".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
