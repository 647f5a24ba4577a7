"""Files that are meant to do harm: each makes itself at a path, by its name.

None is larger on the disk than 120 MB; what is larger is sparse, packed or a device.
"""

import io
import os
import socket
import struct
from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

Maker = Callable[[Path], object]

MB = 1_000_000


def bytes_of(content: bytes) -> Maker:
    """A file that holds these bytes."""
    return lambda path: path.write_bytes(content)


def repeated(piece: bytes, size: int, before: bytes = b"", after: bytes = b"") -> Maker:
    """A file of so many bytes of the same piece, written in blocks."""

    def make(path: Path) -> None:
        block = piece * max(1, MB // len(piece))
        with path.open("wb") as file:
            file.write(before)
            for _ in range(max(1, size // len(block))):
                file.write(block)
            file.write(after)

    return make


def sparse(size: int) -> Maker:
    """A file that says it is so large and takes no room."""

    def make(path: Path) -> None:
        with path.open("wb") as file:
            file.truncate(size)

    return make


def linked(target: str) -> Maker:
    """A link to a path."""
    return lambda path: path.symlink_to(target)


def closed(path: Path) -> None:
    """A file that nobody may read. Who is root may; see ``runs.drop_rights``."""
    path.write_bytes(b"x")
    path.chmod(0)


def listening(path: Path) -> None:
    """A socket. It is made elsewhere, because its name may have 100 letters at most."""
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


TEXT = b"key,weight_kg,indication,regimen,product\na,70,cidp,A,privigen\n"

ANY: Mapping[str, Maker] = {
    "empty": bytes_of(b""),
    "only a byte order mark": bytes_of(b"\xef\xbb\xbf"),
    "NUL": bytes_of(b"\0" * 1000),
    "100 MB of NUL": repeated(b"\0", 100 * MB),
    "a terabyte of nothing": sparse(10**12),
    "every byte": bytes_of(bytes(range(256)) * 40),
    "UTF-16": bytes_of("site: X\nvalid_from: 2026-01-01\n".encode("utf-16")),
    "UTF-16 without a mark": bytes_of(TEXT.decode().encode("utf-16-le")),
    "half of an UTF-16": bytes_of(TEXT.decode().encode("utf-16")[:-1]),
    "UTF-32": bytes_of(TEXT.decode().encode("utf-32")),
    "half of a letter": bytes_of(b"site: \xc3"),
    "surrogates as UTF-8": bytes_of(b"site: \xed\xa0\x80\nkey,\xed\xa0\x80\n"),
    "100 MB in a line": repeated(b"a", 100 * MB),
    "100 MB of lines": repeated(b"a: b\n", 100 * MB),
    "100 MB of ends of lines": repeated(b"\n", 100 * MB),
    "100 MB of quotes": repeated(b'"', 100 * MB),
    "control letters": bytes_of(b"\x1b[31m\x1b]0;x\x07\x9b\r\x08site: \x1b[2J\n"),
    "old ends of lines": bytes_of(TEXT.replace(b"\n", b"\r")),
    "a folder": lambda path: path.mkdir(),
    "a link to itself": lambda path: path.symlink_to(path),
    "a link to nothing": linked("/nonexistent/file"),
    "a link to a folder": linked("/"),
    "a link to /dev/zero": linked("/dev/zero"),
    "a pipe": os.mkfifo,
    "a socket": listening,
    "/dev/null": linked("/dev/null"),
    "/dev/full": linked("/dev/full"),
    "/dev/urandom": linked("/dev/urandom"),
    "/dev/tty": linked("/dev/tty"),
    "memory": linked("/proc/self/mem"),
    "a file nobody may read": closed,
}
"""What any file that is named may be."""

AT_LEAST = b"site: X\n"
LIMIT = AT_LEAST + b"limits: [{id: day-above-100-g, above: %s}]\n"
RULE = b"- {id: r%d, text: x, level: note, when: [order, iga-deficient], sources: [site]}\n"


def yaml_bomb(depth: int = 9, width: int = 10) -> bytes:
    """Aliases of aliases."""
    lines = [b"a0: &a0 [" + b",".join([b"x"] * width) + b"]"]
    lines += [b"a%d: &a%d [%s]" % (n, n, b",".join([b"*a%d" % (n - 1)] * width)) for n in range(1, depth)]
    return b"\n".join(lines) + b"\n"


YAML: Mapping[str, Maker] = {
    "aliases of aliases": bytes_of(yaml_bomb()),
    "keys merged of merged keys": bytes_of(
        b"a: &a {x: 1}\n" + b"".join(b"b%d: &b%d {<<: [*a, *a]}\n" % (n, n) for n in range(5000))
    ),
    "an alias that contains itself": bytes_of(b"site: &a [*a]\n"),
    "an alias of nothing": bytes_of(b"site: *a\n"),
    "a million anchors": repeated(b"- &a x\n", 3 * MB),
    "a million aliases": repeated(b"- *a\n", 3 * MB, b"- &a x\n"),
    "100 000 brackets": bytes_of(b"[" * 100_000),
    "100 000 braces": bytes_of(b"{a: " * 100_000),
    "deep by spaces": bytes_of(b"".join(b" " * n + b"a:\n" for n in range(1500))),
    "deep by dashes": bytes_of(b"- " * 100_000 + b"a\n"),
    "deep by questions": bytes_of(b"? " * 100_000 + b"a\n"),
    "a tag that runs": bytes_of(b"!!python/object/apply:os.system ['touch forged']\n"),
    "a tag within": bytes_of(b"site: !!python/object/new:subprocess.Popen [[touch, forged]]\n"),
    "a tag of one's own": bytes_of(b"%TAG ! tag:x,2000:\n---\nsite: !x y\n"),
    "a binary": bytes_of(b"site: !!binary aGVsbG8=\n"),
    "a number of a million digits": bytes_of(
        AT_LEAST + b"limits: [{id: day-above-100-g, above: " + b"9" * MB + b"}]\n"
    ),
    "an endless number": bytes_of(AT_LEAST + b"limits: [{id: day-above-100-g, above: 1e999999999}]\n"),
    "an endless number in quotes": bytes_of(AT_LEAST + b"limits: [{id: day-above-100-g, above: '1e999999999'}]\n"),
    "no number": bytes_of(AT_LEAST + b"limits: [{id: day-above-100-g, above: .nan}]\n"),
    "a key of a megabyte": bytes_of(b"x" * MB + b": 1\n"),
    "a text of 3 MB": bytes_of(AT_LEAST + b"note: '" + b"x" * 3 * MB + b"'\n"),
    "100 000 times a key": repeated(b"site: X\n", MB),
    "100 000 unknown keys": lambda path: path.write_text("".join(f"k{n}: 1\n" for n in range(100_000))),
    "180 000 values": repeated(b"- a\n", 720_000),
    "10 000 limits": lambda path: path.write_bytes(
        AT_LEAST + b"limits:\n" + b"- {id: day-above-100-g, above: 80}\n" * 10_000
    ),
    "10 000 rules": lambda path: path.write_bytes(
        AT_LEAST
        + b"rules:\n"
        + b"".join(
            b"- {id: r%d, text: x, level: note, when: [order, iga-deficient], sources: [site]}\n" % n
            for n in range(10_000)
        )
    ),
    "10 000 products": lambda path: path.write_bytes(
        AT_LEAST + b"products:\n" + b"".join(b"- {id: p%d, brand: P%d}\n" % (n, n) for n in range(10_000))
    ),
    "10 000 vials": lambda path: path.write_bytes(
        AT_LEAST + b"vials: {privigen: [" + b"{g: 10, ml: 100, price: 1.00}, " * 10_000 + b"]}\n"
    ),
    "10 000 hidden": lambda path: path.write_bytes(AT_LEAST + b"hide: [" + b"privigen, " * 10_000 + b"]\n"),
    "10 000 that are nearly right": lambda path: path.write_bytes(
        AT_LEAST + b"hide: [" + b"".join(b"privige%d, " % n for n in range(10_000)) + b"]\n"
    ),
    "4 MB of a comment": repeated(b"# x\n", 3_900_000),
    "a thousand documents": bytes_of(b"---\nsite: X\n" * 1000),
    "a list": bytes_of(b"- a\n- b\n"),
    "a text": bytes_of(b"hello\n"),
    "a surrogate": bytes_of(b'site: "\\ud800"\n'),
    "a tab": bytes_of(b"site:\n\t- x\n"),
    "a quote without an end": bytes_of(b"site: '" + b"x\n" * 1_000_000),
    "wrong types everywhere": bytes_of(
        b"site: [1]\nvalid_from: {a: 1}\nlimits: x\nrules: 1\nproducts: true\nvials: null\nprices: [[]]\nhide: {}\n"
    ),
}

HEADER = b"key,weight_kg,indication,regimen,product\n"
CSV: Mapping[str, Maker] = {
    "100 000 columns": bytes_of(b"," * 100_000 + HEADER + b"," * 100_000 + b"a,70,cidp,A,privigen\n"),
    "100 000 columns of one name": bytes_of(b"weight_kg," * 100_000 + b"\n"),
    "100 000 columns of names": lambda path: path.write_text(",".join(f"c{n}" for n in range(100_000)) + "\n"),
    "a row of 100 000 cells": bytes_of(HEADER + b"a," * 100_000 + b"\n"),
    "a cell of 50 MB": repeated(b"9", 50 * MB, HEADER + b"a,", b",cidp,A,privigen\n"),
    "a cell of 50 MB in quotes": repeated(b"9" * 2000 + b"\n", 50 * MB, HEADER + b'"', b'",70,cidp,A,privigen\n'),
    "a cell of 9 MB in quotes": bytes_of(HEADER + b'"' + b"9" * 9 * MB + b'",70,cidp,A,privigen\n'),
    "a quote without an end": repeated(b"a,70,cidp,A,privigen\n", 5 * MB, HEADER + b'"'),
    "a quote without an end in each line": repeated(b'"a,70,cidp,A,privigen\n', 2 * MB, HEADER),
    "a header whose quote has no end": repeated(b"a,70,cidp,A,privigen\n", 5 * MB, b'"' + HEADER),
    "9 MB of quotes in a line": bytes_of(HEADER + b'"' * 9 * MB + b"\n"),
    "9 MB of quotes and commas": bytes_of(HEADER + b'",' * (4 * MB) + b"\n"),
    "9 MB of commas": bytes_of(HEADER + b"," * 9 * MB + b"\n"),
    "a header of 9 MB of commas": bytes_of(b"," * 9 * MB + b"\n"),
    "20 titles of 9 MB": repeated(b"x" * (9 * MB) + b"\n", 90 * MB, b"", HEADER),
    "3 million empty lines": repeated(b"\n", 3 * MB, HEADER, b"a,70,cidp,A,privigen\n"),
    "a million lines of commas": repeated(b",,,,\n", 5 * MB, HEADER),
    "a number of 90 000 digits": bytes_of(HEADER + b"a," + b"9" * 90_000 + b",cidp,A,privigen\n"),
    "an endless number": bytes_of(HEADER + b"a,1e999999999,cidp,A,privigen\n"),
    "a fraction of nothing": bytes_of(HEADER + b"a,1/0,cidp,A,privigen\n"),
    "cells of 90 000 letters": bytes_of(HEADER + (b",".join([b"x" * 90_000] * 5) + b"\n") * 30),
    "cells that are nearly names": bytes_of(
        HEADER + b"".join(b"a%d,70,cidq%d,A,privigem%d\n" % (n, n, n) for n in range(2000))
    ),
    "delimiters of all kinds": bytes_of(b"key,weight_kg;indication\tregimen|product\na,70;cidp\tA|privigen\n"),
    "sep= and nothing": bytes_of(b"sep=;\n"),
    "control letters in the cells": bytes_of(HEADER + b"\x1b[31ma,70,ci\x07dp,A,privigen\n\x9ba,70,cidp,A,privigen\n"),
    "headings with control letters": bytes_of(b"\x1b[31mkey,weight_kg\x07,indication,regimen\na,70,cidp,A\n"),
    "HTML in the cells": bytes_of(HEADER + b"<script>alert(1)</script>,70,cidp,A,privigen\n"),
}

JSONL: Mapping[str, Maker] = {
    "100 000 brackets": bytes_of(b'{"weight_kg": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n"),
    "100 000 objects": bytes_of(b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"\n"),
    "a bracket without an end": bytes_of(b'{"weight_kg": [[[\n'),
    "a number of a million digits": bytes_of(b'{"weight_kg": ' + b"9" * MB + b', "indication": "cidp"}\n'),
    "an endless number": bytes_of(b'{"weight_kg": 1e999999999, "indication": "cidp", "regimen": "A"}\n'),
    "a number that is none": bytes_of(b'{"weight_kg": NaN, "indication": "cidp"}\n{"weight_kg": -Infinity}\n'),
    "a key twice": bytes_of(b'{"weight_kg": 70, "weight_kg": 700, "indication": "cidp"}\n'),
    "a heading twice": bytes_of(b'{"weight_kg": 70, "weight (kg)": 700, "indication": "cidp"}\n'),
    "100 000 times a key": bytes_of(b"{" + b'"weight_kg": 70, ' * 100_000 + b'"a": 1}\n'),
    "100 000 keys": lambda path: path.write_text("{" + ", ".join(f'"k{n}": 1' for n in range(100_000)) + "}\n"),
    "other keys in each line": lambda path: path.write_text(
        "".join(f'{{"weight_kg": "70", "indication": "cidp", "x{n}": {n}}}\n' for n in range(20_000))
    ),
    "a key of 9 MB": bytes_of(b'{"' + b"k" * 9 * MB + b'": 1}\n'),
    "a text of 9 MB": bytes_of(b'{"weight_kg": "' + b"9" * 9 * MB + b'"}\n'),
    "100 000 risks": bytes_of(
        b'{"weight_kg": 70, "indication": "cidp", "risk": [' + b'"renal",' * 100_000 + b'"renal"]}\n'
    ),
    "a surrogate": bytes_of(b'{"key": "\\ud800", "weight_kg": "70", "indication": "cidp", "regimen": "A"}\n'),
    "NUL": bytes_of(b'{"key": "\\u0000", "weight_kg": "70\\u0000", "indication": "cidp"}\n'),
    "a list of all": bytes_of(b'[{"weight_kg": 70}]\n'),
    "texts, not objects": bytes_of(b'{"weight_kg": 70}\n"a"\n1\nnull\ntrue\n'),
    "9 MB of spaces": bytes_of(b"{" + b" " * 9 * MB + b'"weight_kg": 70}\n'),
    "a quantity within a quantity": bytes_of(b'{"weight_kg": {"value": {"value": {"value": "70"}}}}\n'),
}

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET, TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
XML = '<?xml version="1.0"?>'
LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    + "<!ENTITY out SYSTEM 'file:///etc/passwd'>]>"
)


def row(number: int, *cells: str) -> str:
    """A row of a sheet, of texts."""
    texts = (
        f'<c r="{chr(65 + place)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>' for place, cell in enumerate(cells)
    )
    return f'<row r="{number}">{"".join(texts)}</row>'


HEADINGS = row(1, "key", "weight_kg", "indication", "regimen")


def sheet_of(rows: str, doctype: str = "") -> str:
    """A sheet with the usual headings."""
    return f'{XML}{doctype}<worksheet xmlns="{MAIN}"><sheetData>{HEADINGS}{rows}</sheetData></worksheet>'


def cell(reference: str, inside: str = "<v>1</v>", says: str = "") -> str:
    """A row with one cell."""
    return f'<row r="{reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or 3}"><c r="{reference}"{says}>{inside}</c></row>'


PATIENT = sheet_of(row(2, "a", "70", "cidp", "A"))
NO_NUMBERS = cell("B2", "<v>1e309</v>") + cell("B3", "<v>NaN</v>") + cell("B4", "<v>-1e-400</v>")
HIDDEN = "".join(f'<row r="{n}" hidden="1"/>' for n in range(2, 30_000)) + row(30_001, "a", "70", "cidp", "A")


def parts(**changed: str | bytes) -> dict[str, str | bytes]:
    """The parts of a workbook of one patient; those whose name is changed by its last word."""
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": (
            f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
            f'<Override PartName="/{SHEET}" ContentType="{kinds}.worksheet+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{REL}">'
            '<sheets><sheet name="one" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="rId2" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
        ),
        TEXTS: f'{XML}<sst xmlns="{MAIN}"><si><t>a</t></si></sst>',
        SHEET: sheet_of(row(2, "a", "70", "cidp", "A")),
    }
    places = {"sheet": SHEET, "texts": TEXTS, "workbook": "xl/workbook.xml", "rels": "xl/_rels/workbook.xml.rels"}
    return made | {places.get(name, name): content for name, content in changed.items()}


def zipped(contents: Mapping[str, str | bytes], packing: int = ZIP_DEFLATED) -> bytes:
    """An archive of these parts."""
    made = io.BytesIO()
    with ZipFile(made, "w", packing) as archive:
        for name, content in contents.items():
            archive.writestr(ZipInfo(name), content, packing)
    return made.getvalue()


def book(**changed: str | bytes) -> Maker:
    """A workbook with these parts changed."""
    return lambda path: path.write_bytes(zipped(parts(**changed)))


def bomb(name: str, size: int) -> Maker:
    """A workbook, one part of which unpacks to so many bytes."""

    def make(path: Path) -> None:
        with ZipFile(path, "w", ZIP_DEFLATED) as archive:
            for part, content in parts().items():
                if part != name:
                    archive.writestr(part, content)
            with archive.open(ZipInfo(name), "w", force_zip64=True) as unpacked:
                block = b"<row/>" * (MB // 6)
                for _ in range(size // MB):
                    unpacked.write(block)

    return make


def late(made: Callable[[], Maker]) -> Maker:
    """A file whose content takes its time to make: it is made when it is asked for."""

    def make(path: Path) -> None:
        made()(path)

    return make


def flagged(path: Path) -> None:
    """A workbook whose parts say that they are encrypted."""
    content = bytearray(zipped(parts()))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + place] |= 1
            at = content.find(mark, at + 4)
    path.write_bytes(bytes(content))


def lying(path: Path) -> None:
    """A workbook whose directory says that each part has one byte."""
    content = bytearray(zipped(parts()))
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<I", content, at + 24, 1)
        at = content.find(b"PK\x01\x02", at + 4)
    path.write_bytes(bytes(content))


def overlapping(path: Path) -> None:
    """A workbook, 2000 entries of whose directory share the bytes of one part of 10 MB."""
    content = zipped(parts(sheet=b"<row/>" * (10 * MB // 6)))
    end = content.rfind(b"PK\x05\x06")
    start = struct.unpack_from("<I", content, end + 16)[0]
    entries, at = [], start
    while content[at : at + 4] == b"PK\x01\x02":
        name, extra, comment = struct.unpack_from("<HHH", content, at + 28)
        entries.append(content[at : at + 46 + name + extra + comment])
        at += len(entries[-1])
    last = entries[-1]
    many = []
    for number in range(2000):
        name = b"xl/worksheets/sheet%d.xml" % (number + 2)
        head = bytearray(last[:46])
        struct.pack_into("<H", head, 28, len(name))
        many.append(bytes(head) + name)
    directory = b"".join([*entries, *many])
    count = len(entries) + len(many)
    path.write_bytes(
        content[:start]
        + directory
        + b"PK\x05\x06"
        + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), start, 0)
    )


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def ole(*names: str) -> bytes:
    """A container of Microsoft's with streams of these names, as an encrypted workbook is one."""
    entries = [("Root Entry", 5), *((name, 2) for name in names)]
    directory = b""
    for place, (name, kind) in enumerate(entries):
        letters = name.encode("utf-16-le")
        child = 1 if kind == 5 and len(entries) > 1 else 0xFFFFFFFF
        right = place + 1 if 0 < place < len(entries) - 1 else 0xFFFFFFFF
        entry = letters.ljust(64, b"\0") + struct.pack("<HBB", len(letters) + 2, kind, 1)
        entry += struct.pack("<III", 0xFFFFFFFF, right, child) + b"\0" * 36
        entry += struct.pack("<II", 0xFFFFFFFE, 0) + b"\0" * 4
        directory += entry.ljust(128, b"\0")
    directory = directory.ljust(512, b"\0")
    head = OLE + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<I", 0) + b"\xff\xff\xff\xff" * 108
    fat = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE) + b"\xff\xff\xff\xff" * 126
    return head[:512] + fat + directory


def truncated(part: float) -> Maker:
    """The first part of a workbook."""

    def make(path: Path) -> None:
        content = zipped(parts())
        path.write_bytes(content[: int(len(content) * part)])

    return make


ODS_SPACES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def ods(tables: str, doctype: str = "") -> Maker:
    """An open document with these tables."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    content = (
        f"{XML}{doctype}<office:document-content{ODS_SPACES}><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return bytes_of(zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest}))


ODS_ROW = (
    "<table:table-row{}>"
    + "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in ("key", "weight_kg", "indication", "regimen")
    )
    + "</table:table-row>"
)


TABLE = '<table:table table:name="a">{}</table:table>'


def repeating(times: str) -> str:
    """The row of headings that says it stands there so many times."""
    return ODS_ROW.format(f' table:number-rows-repeated="{times}"')


XLSX: Mapping[str, Maker] = {
    "a sheet of 300 MB": bomb(SHEET, 300 * MB),
    "texts of 300 MB": bomb(TEXTS, 300 * MB),
    "a workbook part of 300 MB": bomb("xl/workbook.xml", 300 * MB),
    "relations of 300 MB": bomb("xl/_rels/workbook.xml.rels", 300 * MB),
    "types of 300 MB": bomb("[Content_Types].xml", 300 * MB),
    "styles of 300 MB": bomb("xl/styles.xml", 300 * MB),
    "another sheet of 300 MB": bomb("xl/worksheets/sheet2.xml", 300 * MB),
    "a part that shares its bytes": overlapping,
    "laughs in the sheet": book(sheet=sheet_of(row(2, "&a9;", "70", "cidp", "A"), LAUGHS)),
    "laughs in the texts": book(
        texts=f'{XML}{LAUGHS}<sst xmlns="{MAIN}"><si><t>&a9;</t></si></sst>',
        sheet=sheet_of(cell("A2", "<v>0</v>", ' t="s"')),
    ),
    "laughs in the workbook": book(
        workbook=f'{XML}{LAUGHS}<workbook xmlns="{MAIN}" xmlns:r="{REL}">'
        '<sheets><sheet name="&a9;" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "a file from outside": book(sheet=sheet_of(row(2, "&out;", "70", "cidp", "A"), LAUGHS)),
    "a relation to outside": book(
        rels=f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        f'Id="rId1" Type="{REL}/worksheet" Target="../../../etc/passwd" TargetMode="External"/></Relationships>'
    ),
    "the last cell": book(sheet=sheet_of(cell("XFD1048576"))),
    "beyond the last cell": book(sheet=sheet_of(cell("XFE1048577"))),
    "a row of 20 digits": book(sheet=sheet_of(cell("A99999999999999999999"))),
    "a row of 0": book(sheet=sheet_of('<row r="0"><c r="A0"><v>1</v></c></row>')),
    "a cell without a place": book(sheet=sheet_of("<row><c><v>1</v></c></row>")),
    "a place that is none": book(sheet=sheet_of('<row r="x"><c r="1A"><v>1</v></c></row>')),
    "a million cells merged": book(
        sheet=PATIENT.replace(
            "</sheetData>", "</sheetData><mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 1000 + "</mergeCells>"
        )
    ),
    "merged backwards": book(
        sheet=PATIENT.replace("</sheetData>", '</sheetData><mergeCells><mergeCell ref="D9:A1"/></mergeCells>')
    ),
    "a dimension of everything": book(
        sheet=PATIENT.replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    ),
    "a wrong type": book(sheet=sheet_of(cell("B2", "<v>x</v>", ' t="n"') + cell("B3", "<v>9</v>", ' t="zzz"'))),
    "a text that is not there": book(sheet=sheet_of(cell("A2", "<v>999999999</v>", ' t="s"'))),
    "a text of a number below 0": book(sheet=sheet_of(cell("A2", "<v>-1</v>", ' t="s"'))),
    "a style that is not there": book(sheet=sheet_of(cell("B2", "<v>70</v>", ' s="4294967295"'))),
    "endless numbers": book(
        sheet=sheet_of(cell("B2", "<v>1e309</v>") + cell("B3", "<v>NaN</v>") + cell("B4", "<v>-1e-400</v>"))
    ),
    "a day beyond the calendar": book(sheet=sheet_of(cell("B2", "<v>99999999999</v>", ' t="d"'))),
    "errors in the cells": book(
        sheet=sheet_of(cell("B2", "<v>#DIV/0!</v>", ' t="e"') + cell("B3", "<v>2</v>", ' t="b"'))
    ),
    "deep elements": book(sheet=sheet_of("<x>" * 100_000 + "</x>" * 100_000)),
    "100 000 attributes": late(
        lambda: book(sheet=sheet_of("<row " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/>"))
    ),
    "a tag without an end": book(sheet=sheet_of("<row r='2'")[:-40]),
    "no XML": book(sheet=b"\0\xff" * 1000),
    "UTF-16": book(sheet=PATIENT.encode("utf-16")),
    "no sheet": book(workbook=f'{XML}<workbook xmlns="{MAIN}"><sheets/></workbook>'),
    "10 000 sheets": late(
        lambda: book(
            workbook=f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>'
            + "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 10_001))
            + "</sheets></workbook>"
        )
    ),
    "a sheet with control letters in its name": book(
        workbook=f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>'
        '<sheet name="&#27;[31m" sheetId="1" r:id="rId1"/><sheet name="&#7;" sheetId="2" r:id="rId1"/></sheets>'
        "</workbook>"
    ),
    "a million hidden rows": late(
        lambda: book(
            sheet=sheet_of(
                "".join(f'<row r="{n}" hidden="1"/>' for n in range(2, 300_000)) + row(300_001, "a", "70", "cidp", "A")
            )
        )
    ),
    "an archive of nothing": bytes_of(b"PK\x05\x06" + b"\0" * 18),
    "an archive of something else": bytes_of(zipped({"hello.txt": "hello"})),
    "parts that climb out": bytes_of(zipped(parts() | {"../../../../tmp/forged": "x", "/etc/forged": "x"})),
    "50 000 parts": lambda path: path.write_bytes(
        zipped(parts() | {f"x/{n}.bin": b"" for n in range(50_000)}, ZIP_STORED)
    ),
    "parts that are encrypted": flagged,
    "sizes that are not true": lying,
    "a part with a wrong checksum": lambda path: path.write_bytes(
        zipped(parts(), ZIP_STORED).replace(b"<v>70</v>", b"<v>71</v>").replace(b">cidp<", b">cidq<")
    ),
    **{f"the first {share} % of one": truncated(share / 100) for share in (1, 10, 40, 70, 90, 99)},
    "encrypted": bytes_of(ole("EncryptionInfo", "EncryptedPackage")),
    "an old workbook without a book": bytes_of(ole("Nothing")),
    "an old workbook of noise": bytes_of(OLE + bytes(range(256)) * 100),
    "an old workbook of NUL": bytes_of(OLE + b"\0" * 50_000),
    "an old workbook of ones": bytes_of(OLE + b"\xff" * 50_000),
    "an open document of a million rows": ods(TABLE.format(ODS_ROW.format("") + repeating("1000000"))),
    "an open document of endless rows": ods(TABLE.format(repeating("9999999999"))),
    "an open document of wrong numbers": ods(TABLE.format(repeating("-1x"))),
    "an open document that repeats cells": ods(
        f'<table:table table:name="a">{ODS_ROW.format("")}<table:table-row><table:table-cell '
        'table:number-columns-repeated="2000000000" office:value-type="string"><text:p>x</text:p></table:table-cell>'
        "</table:table-row></table:table>"
    ),
    "an open document without a table": ods(""),
    "laughs in an open document": ods(
        f'<table:table table:name="a">{ODS_ROW.format("").replace("weight_kg", "&a9;")}</table:table>', LAUGHS
    ),
    "100 MB and more": repeated(b"\0", 101 * MB, b"PK\x03\x04"),
}
