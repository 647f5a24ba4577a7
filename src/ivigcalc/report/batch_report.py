"""The page of ``batch --report``: what a table of answers adds up to, for paper (A4) and for a screen.

Every figure of a chart stands in a table below it, with every digit. There is no script, link or font file in it; the
same rows give the same bytes, however they were cut and whatever was kept of an earlier run.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path, PurePath
from typing import Final

from ivigcalc import __version__
from ivigcalc.core.answers.batch import BatchAnswer, ProductTotal, Summary, Sums
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.quantity import NO_BREAK_SPACE, exact, shown
from ivigcalc.report.batch_report_tables import (
    MONTHS,
    counted_words,
    elements,
    failed,
    kinds,
    month_words,
    periods,
    rules,
    support_word,
    tables,
)
from ivigcalc.report.document import Block, Paragraph
from ivigcalc.report.html import whole
from ivigcalc.report.shared import count_words, labels_of_batch, status_words
from ivigcalc.report.sheet.parts import box, tag
from ivigcalc.report.svg import Amount, bars, columns
from ivigcalc.report.view.parts.blocks import formulary_lines
from ivigcalc.report.view.parts.ladder import old_label_blocks
from ivigcalc.report.view.parts.words import signed

WHAT: Final = "batch report "
GENERATOR: Final = f'<meta name="generator" content="ivigcalc {WHAT}'
"""What stands near the beginning of every report, and of nothing else."""
CSS: Final = Path(__file__).with_name("audit.css").read_text(encoding="utf-8")

TITLE: Final = "Immunoglobulin audit"
NOT_GIVEN: Final = "Recalculated from weight and regimen; not what was given."

MOST_BARS: Final = 12


def report_page(done: BatchAnswer, catalogue: Catalogue, title: str) -> str:
    """The page of a table; ``title`` is "" for the usual one."""
    sums = done.summary
    parts = [
        tag("h1", title or TITLE),
        tag("p", f"{_file(done)}, {_rows_words(sums)}. {NOT_GIVEN}", "lead"),
        tag("p", _asked(done), "quiet"),
        *(_figures(sums, catalogue) if sums.dosed_rows else [tag("p", "No row has a dose: nothing adds up.")]),
        *rules(sums, catalogue),
        *failed(done),
        *(tag("p", f"Columns {line}.", "quiet") for line in done.unread_lines),
        box([elements(_versions(done, catalogue))], "foot-of-page"),
    ]
    return whole(title or TITLE, "\n".join(parts) + "\n", CSS, WHAT)


def _file(done: BatchAnswer) -> str:
    return "standard input" if done.source == "-" else PurePath(done.source).name


def _rows_words(sums: Summary) -> str:
    """``600 rows: 590 ok, 10 refused``."""
    counts = status_words(sums)
    return f"{counted_words(sums.rows, 'rows')}{f': {counts}' if counts else ''}"


def _asked(done: BatchAnswer) -> str:
    """The options that the rows were answered with."""
    given = [f"{name} {text}" for name, text in done.given]
    options = f"Where a row does not say it: {', '.join(given)}. " if given else ""
    versus = f"Compared with the weight policy {done.summary.versus.policy}. " if done.summary.versus else ""
    return f"{options}{versus}Sums are of the figures of the rows."


def _grams(sums: Sums, *, dispensed: bool) -> Decimal:
    return sums.dispensed_g if dispensed else sums.prescribed_g


def _figures(sums: Summary, catalogue: Catalogue) -> Iterator[str]:
    """The first figures, the charts, and every figure in tables."""
    dispensed = bool(sums.dispensed_rows)
    of = "grams dispensed" if dispensed else "grams prescribed; no row names a preparation that has vials"
    yield box((f"<p>{tag('b', figure)} {tag('span', says)}</p>" for figure, says in _cards(sums)), "cards")
    drawn = [_chart("By indication", of, _by_indication(sums, catalogue, dispensed=dispensed))]
    if sums.products:
        drawn.append(_chart("By preparation", of, _by_product(sums.products, catalogue)))
    yield box(drawn, "pair")
    yield _by_month(sums, of, dispensed=dispensed)
    yield kinds(sums)
    yield tag("h2", "Every figure")
    yield from tables(sums, catalogue)


def _cards(sums: Summary) -> Iterator[tuple[str, str]]:
    """The figures that stand first, each with what it is."""
    if sums.dispensed_rows:
        yield f"{exact(sums.dispensed_g)} g", f"dispensed, for {exact(sums.prescribed_of_dispensed_g)} g prescribed"
    else:
        yield f"{exact(sums.prescribed_g)} g", "prescribed; no row has vials"
    without = sums.dosed_rows - sums.dispensed_rows
    courses = "course" if sums.dosed_rows == 1 else "courses"
    yield (
        count_words(sums.dosed_rows),
        f"{courses}{f', {count_words(without)} of them without vials' if without else ''}",
    )
    if sums.opened_g:
        percent = shown(sums.discarded_g / sums.opened_g * 100)
        yield f"{exact(sums.discarded_g)} g", f"opened and not given, {percent} % of what was opened"
    if sums.cost is not None:
        some = sums.priced_rows < sums.dispensed_rows
        of = f" of {counted_words(sums.priced_rows, 'courses')} with a price" if some else ""
        yield f"{shown(sums.cost, 2)} {sums.currency}", f"cost of the vials opened{of}"
    if (versus := sums.versus) is not None:
        uncompared = versus.not_compared_rows
        rows = counted_words(uncompared, "rows")
        apart = f"; {rows} not compared: column versus_reason of the rows says why" if uncompared else ""
        if versus.difference_percent is None:
            yield "not known", f"difference under {versus.policy} weight{apart}"
        else:
            grams = f"{signed(versus.difference_g, 2)} g prescribed"
            yield f"{signed(versus.difference_percent)} %", f"under {versus.policy} weight: {grams}{apart}"


def _chart(title: str, of: str, amounts: Iterable[Amount]) -> str:
    """Bars with their heading, the largest first; above them stands how many are left out."""
    drawn = sorted(amounts, key=lambda amount: (-amount.value, amount.name))
    left = f"; the {MOST_BARS} largest of {len(drawn)}" if len(drawn) > MOST_BARS else ""
    return box((tag("h2", title), tag("p", f"{of}{left}", "quiet"), bars(drawn[:MOST_BARS])))


def _by_indication(sums: Summary, catalogue: Catalogue, *, dispensed: bool) -> Iterator[Amount]:
    for part in sums.by_indication:
        one, courses = catalogue.indication(part.id), part.dispensed_rows if dispensed else part.dosed_rows
        grams = _grams(part, dispensed=dispensed)
        yield Amount(one.short, grams, _amount_words(grams, courses), support_word(one.status), one.status)


def _by_product(totals: Sequence[ProductTotal], catalogue: Catalogue) -> Iterator[Amount]:
    for total in totals:
        words = _amount_words(total.dispensed_g, total.dispensed_rows)
        name = catalogue.product(total.product).shown.replace(" %", f"{NO_BREAK_SPACE}%")
        yield Amount(name, total.dispensed_g, words)


def _amount_words(grams: Decimal, courses: int) -> str:
    return f"{exact(grams)} g, {counted_words(courses, 'courses')}"


def _by_month(sums: Summary, of: str, *, dispensed: bool) -> str:
    """Columns by the month of the first day (of many years by the year); the same as bars for a narrow screen."""
    each, parts = periods(sums)
    if not parts:
        return tag("p", "No chart by month: no row that has a dose says its first day (column start).", "quiet apart")
    grams = [_grams(part, dispensed=dispensed) for part in parts]
    named = [Amount(month_words(part.id), amount, exact(amount)) for part, amount in zip(parts, grams, strict=True)]
    undated = sum(part.dosed_rows for part in sums.by_month if not part.id)
    apart = f"; {counted_words(undated, 'courses')} without a first day left out" if undated else ""
    drawn = (
        tag("h2", f"By {each} of the first day"),
        tag("p", f"{of}, each course in the {each} in which it begins{apart}", "quiet"),
        columns([_under(place, amount) for place, amount in enumerate(named)]),
        box([bars([amount._replace(figure=f"{amount.figure} g") for amount in named])], "narrow"),
    )
    return box(drawn, "by-month")


def _under(place: int, amount: Amount) -> Amount:
    """What stands under a column: the month, and its year where that begins."""
    name, _, year = amount.name.partition(" ")
    return amount._replace(name=name, word=year if place == 0 or name == MONTHS[0] else "")


def _versions(done: BatchAnswer, catalogue: Catalogue) -> Iterator[Block]:
    sums = done.summary
    yield from formulary_lines(catalogue.local)
    if sums.dispensed_rows and sums.cost is None:
        yield Paragraph(text="No cost: no formulary, or none that gives the price of every size opened.")
    labels = old_label_blocks(labels_of_batch(done, catalogue))
    if old := [block.text for block in labels if isinstance(block, Paragraph)]:
        yield Paragraph(label="LABEL", text=" ".join(old))
    yield Paragraph(text=f"ivigcalc {__version__}, data {catalogue.version} (sha256 {catalogue.sha256}).")
