"""``--format html``: every text of the table, escaped, in whole files that load nothing and run nothing."""

import string
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivigcalc.core.quantity import visible
from ivigcalc.report.document import GLUE, Block, Column, Document, Emphasis, Gap, Heading, Paragraph, Rule, Table
from ivigcalc.report.html import page, render
from ivigcalc.report.table import RULE
from tests.profiles import examples, together
from tests.program import Answer, run, run_once
from tests.report.test_json_contract import ANSWERS, PATIENTS
from tests.report.test_same_figures import COMPUTED, PRODUCTS, WEIGHTS, order_lines, planned, same
from tests.report.test_typed_as_is import REASONS, SEEN, SIGNS, with_reason

VOID: Final = {"meta", "br", "hr"}
ELEMENTS: Final = {
    *("html", "head", "title", "style", "body", "main", "h2", "small", "span", "p", "b", "div"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", *VOID),
}
ATTRIBUTES: Final = {"lang", "charset", "name", "content", "class", "scope", "data-name", "data-unit"}


SOME: Final = [*ANSWERS][:: together(2)]
"""Every second answer by default."""


class Read(HTMLParser):
    """What stands in a piece of HTML: its elements, their attributes, the texts of its body."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.wrong: list[str] = []
        self.texts: list[str] = []
        self.title = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in VOID:
            self.open.append(tag)
        if tag not in {"span", "b", "small"}:
            self.texts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["title"]:
            self.title += data
        elif "style" not in self.open:
            self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.wrong.append(data)

    @property
    def text(self) -> str:
        """The body's text; elements that stand for lines or cells are apart."""
        return "".join(self.texts)


def harmless(read: Read) -> bool:
    """Whether every element is closed, and none and no attribute can load or run anything."""
    return not (read.wrong or read.open or read.elements - ELEMENTS or read.attributes - ATTRIBUTES)


def in_html(*args: str) -> tuple[Answer, Read]:
    """The answer to a call in HTML, with what stands in it; what is said beside it is in lines of 1000 columns."""
    answer = run_once(*args, "--format", "html", columns=1000)
    return answer, Read(answer.out)


@pytest.mark.parametrize("name", SOME)
def test_it_holds_the_words_of_the_table_and_no_others(name: str) -> None:
    table = run_once(*ANSWERS[name], columns=1000)
    answer, read = in_html(*ANSWERS[name])
    refused = not table.out
    shown = table.err if refused else table.out
    assert sorted(read.text.split()) == sorted(shown.replace(RULE, "").split())
    assert (answer.code, answer.err) == (table.code, "" if refused else table.err)


@pytest.mark.parametrize("name", SOME)
def test_it_is_a_whole_file_that_loads_and_runs_nothing(name: str) -> None:
    answer, read = in_html(*ANSWERS[name])
    assert answer.out.startswith("<!doctype html>\n<html")
    assert answer.out.isascii()
    assert harmless(read)
    assert [word for word in ("<script", "<link", "src=", "href=", "url(", "@import") if word in answer.out] == []
    assert read.title.startswith("ivigcalc: ")


def test_the_same_question_gives_the_same_bytes() -> None:
    first, again = (run(*ANSWERS["dose with every option"], "--format", "html").out for _ in range(2))
    assert first == again


@given(weight=WEIGHTS, indication=st.sampled_from(COMPUTED), product=st.sampled_from(PRODUCTS), which=st.integers(0, 9))
@examples(12, fewest=5)
def test_its_figures_are_the_jsons(weight: str, indication: str, product: str, which: int) -> None:
    args = ("dose", "--weight", weight, "--indication", indication, "--product", product)
    letters = [one["letter"] for one in run(*args, "--format", "json").json["regimens"] if one["g_course"]]
    chosen = (*args, "--all", *(("--regimen", letters[which % len(letters)]) if letters else ()))
    read = Read(run(*chosen, "--format", "html").out)
    assert same(planned(run(*chosen, "--format", "json").json), order_lines(Answer(out=read.text, err="", code=0)))


@pytest.mark.parametrize(
    "reason", [*REASONS, "<script>alert(1)</script>", "</p></style><b onclick='x'>", "&lt;&amp;<!--", "\"><img src=x>'"]
)
def test_what_was_typed_is_text(reason: str) -> None:
    read = Read(with_reason(reason, "html").out)
    assert harmless(read)
    assert " ".join(reason.split()) in " ".join(read.text.split())


def test_every_letter_of_what_was_typed_is_seen() -> None:
    read = Read(with_reason(f"agreed{SIGNS}", "html").out)
    assert [seen for seen in SEEN if seen not in read.text] == []


LETTERS: Final = st.text(
    st.sampled_from(f"{string.ascii_letters}<>&\"'/=!-;# {GLUE}\u00a0\u202e\u00b5\N{PILL}"), max_size=12
)


def _tables(columns: list[Column]) -> st.SearchStrategy[Table]:
    row = st.tuples(*(st.lists(LETTERS, max_size=2).map("\n".join) for _ in columns))
    rows = st.lists(row, max_size=3).map(tuple)
    return st.builds(Table, columns=st.just(tuple(columns)), rows=rows, headed=st.booleans(), name=LETTERS)


COLUMNS: Final = st.builds(
    Column, header=LETTERS, wraps=st.booleans(), unit=st.booleans(), right=st.booleans(), strong=st.booleans()
)
BLOCKS: Final[st.SearchStrategy[Block]] = st.one_of(
    st.builds(Heading, text=LETTERS, remark=LETTERS, beside=LETTERS),
    st.builds(Paragraph, text=LETTERS, label=LETTERS, emphasis=st.sampled_from(Emphasis)),
    st.lists(COLUMNS, min_size=1, max_size=3).flatmap(_tables),
    st.just(Gap()),
    st.just(Rule()),
)


def texts_of(block: Block) -> list[str]:
    """The texts of a block, in the order in which they are read."""
    match block:
        case Heading():
            return [block.text, block.remark, block.beside]
        case Paragraph():
            return [block.label, block.text]
        case Table():
            headers = [column.header for column in block.columns] if block.headed else []
            return [block.name, *headers, *(cell for row in block.rows for cell in row)]
        case _:
            return []


@given(blocks=st.lists(BLOCKS, max_size=5))
@pytest.mark.parametrize("printer", [render, page])
@examples(200)
def test_whatever_the_texts_are_they_are_all_there_and_nothing_else_is(
    printer: Callable[[Document], str], blocks: list[Block]
) -> None:
    document = Document(blocks=tuple(blocks))
    read = Read(printer(document))
    assert harmless(read)
    texts = [text.replace(GLUE, " ") for block in document.shown() for text in texts_of(block)]
    assert "".join(read.text.split()) == "".join(visible("".join("".join(texts).split())).split())


def test_the_weight_of_a_line_is_its_class() -> None:
    document = Document(blocks=tuple(Paragraph(label="A", text="b", emphasis=one) for one in Emphasis))
    assert render(document).splitlines() == [
        "<p><b>A</b> b</p>",
        '<p class="strong"><b>A</b> b</p>',
        '<p class="warning"><b>A</b> b</p>',
        '<p class="danger"><b>A</b> b</p>',
    ]


def test_amounts_are_not_broken_and_can_be_copied_with_their_spaces() -> None:
    assert render(Document(blocks=(Paragraph(text="DOSE 27.5 g daily"),))) == (
        '<p>DOSE <span class="keep">27.5 g</span> daily</p>\n'
    )


@pytest.mark.parametrize("words", [("dose", "--nothing", "--format", "html"), ("nothing", "--format=HTML")])
def test_a_refusal_is_a_page_that_begins_with_the_error(words: tuple[str, ...]) -> None:
    answer = run(*words)
    assert (answer.code, answer.err) == (2, "")
    assert Read(answer.out).text.split()[0] == "ERROR"


@pytest.mark.parametrize("terminal", [False, True])
def test_rows_on_stdout_leave_no_room_for_a_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, terminal: bool
) -> None:
    monkeypatch.setattr("ivigcalc.cli.commands.batch._is_terminal", lambda: terminal)
    assert run("batch", PATIENTS, "--format", "html").code == 2
    answer = run("batch", PATIENTS, "--format", "html", "-o", str(tmp_path / "plans.csv"))
    assert Read(answer.out).text == Read(run("batch", PATIENTS, "--format", "html", "--summary").out).text != ""
