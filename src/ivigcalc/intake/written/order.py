"""The order as somebody wrote it: grams on numbered days, its rate and its vials; or a refusal that names its readings.

    order     = part, { ("then" | "," | ";" | "and"), part }
    part      = dose and, in any order, at most one each of: per day, in all, duration, interval; and brackets
    dose      = number, ("g" | "mg"), [("/" | "per"), "kg"] | vials | a volume of a preparation
    duration  = for days, over days, divided over days, each of days, days by number, dates, so many infusions, once
    interval  = every so many days, weeks or months, [for how long, or so many cycles]
    brackets  = "(", (dose, [per day | in all] | per day | in all | duration | interval | order), ")"

The words stand in ``data/orders.yaml``. A course total and a daily dose are told apart by "per day" and "in all"; "for
N days" and "over N days" alone state neither (the documented overdose, source ``ismp-2015``). A part without a dose
belongs to the one before it. A dose in brackets says the one before it again, or behind the days all of them; an order
in brackets says the whole again. In the same unit they must be right, in the other the weight tells. Nothing is
skipped: a word that is not known refuses the order, and each word that is not a carrier is shown.
"""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from ivigcalc.core.facts.product import Product
from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.core.request.written import WrittenDose
from ivigcalc.intake.written.agreeing import with_agreeing
from ivigcalc.intake.written.beside import (
    check_sizes_first,
    check_weight_labels,
    dose_of_weight,
    phase_in,
    rate_in,
    roundings_in,
    vials_in,
    weight_in,
)
from ivigcalc.intake.written.course import WrittenCourse, course_of_lines, read_course
from ivigcalc.intake.written.dated import check_one_way, check_over_seven
from ivigcalc.intake.written.grouping.groups import grouped_tokens
from ivigcalc.intake.written.grouping.other_times import check_years
from ivigcalc.intake.written.grouping.two_readings import two_readings
from ivigcalc.intake.written.one_course import check_grams
from ivigcalc.intake.written.out_of_place import check_places
from ivigcalc.intake.written.pieces import check_links, lines_of, with_dose_of_brackets, without_discard
from ivigcalc.intake.written.preparation import (
    check_vial_lists,
    check_vials,
    echo_of_strength,
    every_token,
    named_product,
    with_grams,
    with_infusions,
    with_strengths,
)
from ivigcalc.intake.written.repeats import check_frequencies
from ivigcalc.intake.written.tokens.refusal import FIELD, OTHER_PARTS, order_refusal
from ivigcalc.intake.written.tokens.scan import scan
from ivigcalc.intake.written.tokens.tokens import PER_KG, REPEATS, Scanned, Token
from ivigcalc.intake.written.words.roles import PRODUCT, WAY_OR_EACH
from ivigcalc.intake.written.words.vocabulary import Vocabulary

TYPED: Final = re.compile(r'(?<!as in )(?<!for example )"([^"]*[0-9] ?m?g\b[^"]*)"')
"""An order that a refusal says to type; behind "as in" and its like one only shows a way to write."""


def read_written_dose(
    text: str, vocabulary: Vocabulary, product: str = "", drops_per_ml: Fraction | None = None, dates: str = ""
) -> WrittenDose:
    """The dose of an order as written: grams, or grams per kg, on numbered days; with what else the order names.

    ``product`` is the id of the preparation that was typed beside the order, "" for none; ``dates`` is how dates in
    figures are written, one of ``DateOrder``, "" for not said.

    Raises:
        RefusedError: it cannot be read, is not complete, contradicts itself, or has two readings (both named).
    """
    try:
        return _read_order(text, vocabulary, product, drops_per_ml, dates)
    except RefusedError as refused:
        raise _with_repeats_kept(text, vocabulary, refused) from None


def _read_order(
    text: str, vocabulary: Vocabulary, product: str, drops_per_ml: Fraction | None, dates: str
) -> WrittenDose:
    """An order as it is read.

    Raises:
        RefusedError: as ``read_written_dose``.
    """
    said = grouped_tokens(text, vocabulary, dates)
    written = said.tokens
    scanned = with_dose_of_brackets(with_agreeing(text, written, vocabulary.most_rounded))
    check_places(text, scanned)
    check_over_seven(text, every_token(scanned))
    scanned = with_strengths(scanned, vocabulary)
    named = named_product(text, scanned, vocabulary, product)
    check_vials(text, scanned, vocabulary, named)
    check_vial_lists(text, scanned)
    check_sizes_first(text, every_token(scanned))
    tokens = with_grams(text, with_infusions(scanned, vocabulary, named), vocabulary, named)
    check_links(text, tokens)
    check_weight_labels(text, said.labelled_grams)
    lines, wholes = lines_of(text, tokens)
    course = course_of_lines(text, lines, wholes) if wholes else read_course(text, without_discard(text, tokens))
    check_way(text, course, every_token(scanned))
    if not course.parts[0].dose.per_kg:
        check_grams(text, course.also, len(course.days))
    check_one_way(text, every_token(scanned))
    check_frequencies(text, written)
    check_years(text, every_token(scanned), vocabulary.read_by)
    flat = every_token(tokens)
    in_a_row = any(phrase in token.text for token in flat for phrase in vocabulary.words_of["consecutive"])
    if in_a_row and [day for day, _ in course.days] != list(range(1, len(course.days) + 1)):
        raise order_refusal(
            text, "order-contradicts", ": its days are not in a row", "leave out consecutive, or number the days anew"
        )
    rate = rate_in(text, [*lines, *wholes], drops_per_ml)
    return _written_dose(text, said, course, scanned=scanned, flat=flat, named=named).replaced(rate=rate)


def check_way(text: str, course: WrittenCourse, tokens: Sequence[Token]) -> None:
    """Refuse words that may say the dose of each infusion, in Portuguese or Spanish, beside a dose of all days.

    Raises:
        RefusedError: both stand there.
    """
    way = next((token.text for token in tokens if token.says == WAY_OR_EACH), "")
    total = next((part for part in course.parts if part.in_all), None)
    if way and total:
        every = total.interval.says if total.interval else ""
        why = f": {way!r} may say that the dose is that of each infusion, or by what way all of it is given"
        raise two_readings(text, total.dose, Token(kind="over", text=way, days=total.days), every, why)


def _written_dose(
    text: str,
    said: Scanned,
    course: WrittenCourse,
    *,
    scanned: Sequence[Token],
    flat: Sequence[Token],
    named: Product | None,
) -> WrittenDose:
    """The dose of an order that was read, without its rate, with what else it says and how that was read.

    ``said`` are its words in groups, ``scanned`` those with their strengths, and ``flat`` also those in brackets, in
    grams; ``named`` is its preparation.

    Raises:
        RefusedError: its vials, its weight, what was rounded or its phase contradict it.
    """
    echoes = (
        *said.echoes,
        *echo_of_strength(scanned, named),
        *(token.echo for token in flat if token.says == PER_KG),
        *(echo for part in course.parts for echo in part.echoes),
    )
    return WrittenDose(
        text=text,
        per_kg=course.parts[0].dose.per_kg,
        days=tuple(course.days),
        stated=max((part.dose for part in course.parts), key=lambda dose: dose.value),
        in_all=any(part.in_all for part in course.parts),
        interval=course.parts[-1].interval,
        echoes=tuple(dict.fromkeys(echoes)),
        also=course.also,
        words=tuple(token.text for token in every_token(said.tokens) if token.text),
        product=named.id if named and any(token.kind == PRODUCT for token in flat) else "",
        vials=vials_in(flat, course.line_g, course),
        weight_kg=weight_in(text, flat),
        rounded=roundings_in(text, every_token(scanned)),
        by_weight=dose_of_weight(flat),
        phase=phase_in(text, flat),
        row=said.row,
        uses=tuple((token.text, token.ids) for token in flat if token.kind == "indication"),
    )


def _with_repeats_kept(text: str, vocabulary: Vocabulary, refused: RefusedError) -> RefusedError:
    """A refusal that says to keep how often an order is repeated, where what it says to type leaves that out.

    What the refusal is about is left as it is: its readings say it.
    """
    try:
        tokens = scan(text, vocabulary).tokens
    except RefusedError:
        return refused
    return RefusedError(*(_with_kept(one, tokens) if one.field == FIELD else one for one in refused.problems))


def _with_kept(problem: Problem, tokens: Sequence[Token]) -> Problem:
    typed = " ".join(TYPED.findall(problem.next))
    every = [token.text for token in tokens if token.interval and token.interval.says not in typed]
    words = [*dict.fromkeys(every), *(token.text for token in tokens if token.kind in REPEATS)]
    kept = [one for one in words if one not in typed and one not in problem.message.partition("': ")[2]]
    if not typed or not kept or OTHER_PARTS in problem.next:
        return problem
    return problem.replaced(next=f"{problem.next}; keep {' and '.join(map(repr, kept))} behind it")
