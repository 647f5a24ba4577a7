"""How old a document is: the last month that its date may mean, and what is named as old."""

from fractions import Fraction

import pytest

from ivigcalc.core.answers.data import audit_age
from ivigcalc.core.answers.rates import old_labels
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Missing, Region, latest_month
from ivigcalc.core.infusion.day import Infusion, day_infusion
from ivigcalc.core.infusion.label_ladders import Purpose
from ivigcalc.core.infusion.rates import RateBasis

NOVEMBER_2026 = 2026 * 12 + 11


@pytest.mark.parametrize(
    ("date", "year", "month"),
    [
        ("2021", 2021, 12),
        ("2021-07", 2021, 7),
        ("2026-02-13", 2026, 2),
        ("c.2003", 2003, 12),
        ("c.2005-2009", 2009, 12),
        ("2025-06/07", 2025, 7),
        ("2011 (search)", 2011, 12),
        ("2004-05-21 (official gazette)", 2004, 5),
        ("2012-03 (reaffirmed 2015-07, later retired)", 2012, 3),
        ("bundle 2023-06; leaflet revision date blank", 2023, 6),
        ("2023-06 (date of the leaflet file)", 2023, 6),
    ],
)
def test_the_last_month_that_a_date_may_mean(date: str, year: int, month: int) -> None:
    assert latest_month(date) == year * 12 + month


@pytest.mark.parametrize(
    "date",
    [
        *("", "n/d", "not shown", "after 2024", "2016-09 or later", "n/d (2024 or later)", "n/d (older revision)"),
        *("older and 2023+ versions", "not shown (about 2010-2013 edition)", "20261"),
    ],
)
def test_a_date_without_an_end_may_be_any_time(date: str) -> None:
    assert latest_month(date) is None


def test_the_month_of_the_data_is_that_of_their_version(catalogue: Catalogue) -> None:
    assert catalogue.replaced(version="2026.11").month == NOVEMBER_2026
    assert catalogue.replaced(version="?").month == 0


def test_documents_older_than_two_years_are_named_the_oldest_first(catalogue: Catalogue) -> None:
    """Of 2024-11 a document is 24 months old in November 2026, and not older; of 2024-10 it is."""
    dates = {"a": "2024-11", "b": "2024-10", "c": "2023", "d": "n/d"}
    four = [one.replaced(id=name, date=dates[name]) for one, name in zip(catalogue.sources, dates, strict=False)]
    data = catalogue.replaced(sources=tuple(four))
    found = audit_age(data, NOVEMBER_2026)
    assert [(one.source.id, one.months, one.facts) for one in found.old] == [("c", 35, 0), ("b", 25, 0)]
    assert (found.newer, [one.id for one in found.undated], found.month) == (1, ["d"], "2026-11")
    later = audit_age(data, NOVEMBER_2026 + 1)
    assert (later.month, len(later.old)) == ("2026-12", 3)


def test_every_document_is_counted_once_and_was_read(catalogue: Catalogue) -> None:
    found = audit_age(catalogue, NOVEMBER_2026)
    assert len(found.old) + found.newer + len(found.undated) == len(catalogue.sources)
    assert "" not in {one.read_by for one in catalogue.sources}
    assert max(one.read_by for one in catalogue.sources).replace("-", ".") <= catalogue.version


def infusion(catalogue: Catalogue, product: str, region: Region) -> Infusion:
    made = day_infusion(
        catalogue.product(product),
        RateBasis(weight_kg=Fraction(70), mg_per_ml=Fraction(100)),
        Fraction(280),
        rules=catalogue.rules,
        purpose=Purpose(),
        region=region,
    )
    assert isinstance(made, Infusion)
    return made


def test_an_old_label_is_named_once(catalogue: Catalogue) -> None:
    """Privigen, US: the label of 2022 (data/products.yaml) is 47 months old in November 2026, or more."""
    days = [infusion(catalogue, "privigen", Region.US)] * 2
    (label,) = old_labels([*days, None, Missing(reason="no rate")], catalogue.replaced(version="2026.11"))
    assert (label.product, label.region, label.date, label.months) == ("Privigen 10 %", "us", "2022", 47)
    assert old_labels(days, catalogue.replaced(version="2024.12")) == ()
    assert len(old_labels(days, catalogue.replaced(version="2025.01"))) == 1


def test_a_label_without_a_date_is_not_called_old(catalogue: Catalogue) -> None:
    made = infusion(catalogue, "gammagard-sd-10", Region.EU)
    assert made.ladder.date == "n/d"
    assert old_labels([made], catalogue) == ()
