"""A language writes the figures of ``quantity`` in its own style, and fills the holes of its texts."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from ivigcalc.core.locale import END_OF_QUOTE, QUOTE, Locale, holes_of
from ivigcalc.report.english import ENGLISH

NARROW = "\u202f"


def german() -> Locale:
    """A language that no file holds."""
    sheet = {"dose": "{g} g am Tag", "label": "{region}: {says}."}
    days = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
    own = {"locale": "de", "language": "Deutsch", "decimal": ",", "thousands": NARROW, "dates": "{d}.{m}.{y}"}
    return ENGLISH.replaced(**own, weekdays=days, sheet=sheet, risks={"renal": "Niere"})


@pytest.mark.parametrize(
    ("value", "places", "english", "other"),
    [
        (Fraction(55, 2), 1, "27.5", "27,5"),
        (Fraction(-7, 4), 2, "-1.75", "-1,75"),
        (Fraction(28), 1, "28", "28"),
        (Fraction(9999), 1, "9999", "9999"),
        (Fraction(25001, 2), 1, "12\u00a0500.5", f"12{NARROW}500,5"),
    ],
)
def test_a_figure_has_the_decimal_sign_and_the_thousands_of_the_language(
    value: Fraction, places: int, english: str, other: str
) -> None:
    assert ENGLISH.shown(value, places) == english
    assert german().shown(value, places) == other
    assert german().restyled(f"about {english} mL") == f"about {other} mL"


def test_a_printed_figure_keeps_its_digits() -> None:
    assert ENGLISH.exact(Decimal("0.40")) == "0.4"
    assert german().exact(Decimal("0.165")) == "0,165"


def test_dates_and_weekdays() -> None:
    day = date(2026, 12, 1)
    assert (ENGLISH.day(day), ENGLISH.weekday(day)) == ("2026-12-01", "Tue")
    assert (german().day(day), german().weekday(day)) == ("01.12.2026", "Di")


def test_a_text_of_the_data_has_its_dates_as_the_language_writes_them() -> None:
    german_dates = {
        "after 2024-01": "nach 2024-01",
        "from 2025-07-14 on": "ab 2025-07-14",
        "c.2008-2012": "etwa 2008-2012",
    }
    translated = german().replaced(data=german_dates)
    said = [translated.of_data(text) for text in ("2016-05-24", "2026-02", "2022", *german_dates)]
    assert said == ["24.05.2016", "02.2026", "2022", "nach 01.2024", "ab 14.07.2025", "etwa 2008-2012"]
    assert translated.of_data("read 2024-01") == f"{QUOTE}read 2024-01{END_OF_QUOTE}"
    assert [ENGLISH.of_data(text) for text in ("2016-05-24", "2026-02")] == ["2016-05-24", "2026-02"]


def test_an_id_in_a_text_of_the_data_is_marked_as_what_stays_in_english() -> None:
    translated = german().replaced(data={"use the cidp entry": "siehe `cidp`"})
    assert translated.of_data("use the cidp entry") == f"siehe {QUOTE}cidp{END_OF_QUOTE}"


def test_a_preparation_has_its_own_name_where_the_language_has_none() -> None:
    translated = german().replaced(data={"Brand 3 % in saline": "Brand 3 % in Kochsalzlösung"})
    assert translated.called("Brand 3 % in saline") == "Brand 3 % in Kochsalzlösung"
    assert translated.called("Brand 5 %") == "Brand 5 %"


def test_a_sentence_that_ends_in_a_full_stop_gets_no_second_one() -> None:
    assert german().say("label", region="US", says="siehe a.a.O.") == "US: siehe a.a.O."
    assert german().say("label", region="z.B.", says="5 %") == "z.B.: 5 %."
    assert german().say("label", region="US", says=5) == "US: 5."


def test_a_text_has_its_holes_filled_in_and_a_risk_its_name() -> None:
    assert german().say("dose", g="27,5") == "27,5 g am Tag"
    assert german().risk("renal") == "Niere"
    assert german().risk("corn") == ENGLISH.risk("corn") == "corn"


def test_a_translation_says_who_has_reviewed_it_or_that_nobody_has() -> None:
    texts = {"not-reviewed": "Nicht durchgesehen.", "reviewed": "Durchgesehen von {by}, {on}."}
    translated = german().replaced(sheet=texts)
    assert translated.review == "Nicht durchgesehen."
    assert (
        translated.replaced(reviewed_by="A. B.", reviewed_on="1.12.2026").review == "Durchgesehen von A. B., 1.12.2026."
    )
    assert ENGLISH.review == ""


def test_what_stays_in_english_is_marked_in_another_language() -> None:
    assert ENGLISH.quoted("as printed") == "as printed"
    assert german().quoted("as printed") == f"{QUOTE}as printed{END_OF_QUOTE}"
    assert german().quoted("") == ""


def test_the_holes_of_a_text() -> None:
    assert holes_of("{g} g daily for {days} days, {g}") == {"g", "days"}
    assert holes_of("no hole") == frozenset()
    with pytest.raises(ValueError, match="expected"):
        holes_of("{g")
