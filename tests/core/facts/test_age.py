"""How old a document is: the last month that its date may mean, and what is named as old."""

import pytest

from ivigcalc.core.answers.data.audit import audit_age
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Region, Statement, latest_month
from ivigcalc.core.facts.ladder import Ladder
from ivigcalc.core.facts.product import Product
from ivigcalc.core.facts.rule import Verdict
from ivigcalc.core.selection.old_labels import facts_used, old_labels
from ivigcalc.core.selection.reasons import Reason

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


Used = tuple[Product, Region, Ladder]


def used(catalogue: Catalogue, product: str, region: Region) -> Used:
    """A preparation with the first ladder of a region."""
    found = catalogue.product(product)
    return found, region, next(ladder for ladder in found.ladders if region in ladder.regions)


def test_an_old_label_is_named_once(catalogue: Catalogue) -> None:
    """Privigen, US: the label of 2022 (data/products.yaml) is 47 months old in November 2026, or more."""
    days = [used(catalogue, "privigen", Region.US)] * 2
    (label,) = old_labels(days, catalogue.replaced(version="2026.11"))
    assert (label.product, label.region, label.date, label.months) == ("Privigen 10 %", "us", "2022", 47)
    assert old_labels(days, catalogue.replaced(version="2024.12")) == ()
    assert len(old_labels(days, catalogue.replaced(version="2025.01"))) == 1


def test_a_label_without_a_date_is_not_called_old(catalogue: Catalogue) -> None:
    made = used(catalogue, "gammagard-sd-10", Region.EU)
    assert made[2].date == "n/d"
    assert old_labels([made], catalogue) == ()


def documents(catalogue: Catalogue, **dated: tuple[str, str]) -> Catalogue:
    """The data as of November 2026 with these documents alone, each with its date and kind."""
    first = catalogue.sources[0]
    made = (first.replaced(id=name, title=f"text {name}", date=date, kind=kind) for name, (date, kind) in dated.items())
    return catalogue.replaced(version="2026.11", sources=tuple(made))


@pytest.mark.parametrize(
    ("cited", "date"),
    [
        (("old", "older"), "2020-01"),
        (("old", "trial"), "2020-01"),
        (("older",), "2010"),
        (("old", "new"), None),
        (("old", "undated"), None),
        (("trial",), None),
        (("edge",), None),
        ((), None),
    ],
)
def test_a_fact_is_as_old_as_the_newest_document_that_prints_it(
    cited: tuple[str, ...], date: str | None, catalogue: Catalogue
) -> None:
    """A newer document, or one without a date, may print it, too; what is no label is not named; 24 months are not."""
    dated = documents(
        catalogue,
        old=("2020-01", "label"),
        older=("2010", "label-copy"),
        new=("2026-01", "registry"),
        undated=("n/d", "label"),
        trial=("2022", "primary"),
        edge=("2024-11", "label"),
    )
    product, said = catalogue.product("privigen"), Statement(says="x", sources=cited, regions=(Region.US, Region.EU))
    found = old_labels((), dated, [(product, said), (product, said)], Region.EU)
    assert [(one.product, one.region, one.date) for one in found] == (
        [("Privigen 10 %", Region.EU, date)] if date else []
    )


def test_what_is_printed_of_no_preparation_is_named_by_its_document(catalogue: Catalogue) -> None:
    dated, course = documents(catalogue, old=("2020-01", "label")), Statement(says="0.4 g/kg", sources=("old",))
    (label,) = old_labels((), dated, [(None, course)])
    assert (label.product, label.region, label.months) == ("text old", None, 82)


def test_an_answer_rests_on_reasons_contents_and_the_vials_of_the_region(catalogue: Catalogue) -> None:
    """Privigen, by hand (data/products.yaml): IgA, sodium and osmolality have figures, sugar none or 0 g/g."""
    product = catalogue.product("privigen")
    remark = Reason(rule="a", verdict=None, text="a remark", sources=())
    against = Reason(rule="b", verdict=Verdict.AVOID, text="a reason", sources=())
    facts = [fact for _, fact in facts_used(product, Region.US, [remark, against])]
    sold = [vial for vial in product.vials if Region.US in vial.regions]
    assert facts[0] is against
    assert facts[-len(sold) :] == sold
    carried = facts[1 : -len(sold)]
    assert {*product.iga} & {*carried}
    assert [fact for _, fact in facts_used(product, Region.US, [remark, against], contents=False)] == [against, *sold]
    unread = catalogue.product("gammar-p")
    assert not {*unread.iga} & {fact for _, fact in facts_used(unread, None)}
