"""The answers that a pharmacist can check against the labels by hand."""

import pytest

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.product import SugarKind
from ivigcalc.core.facts.rule import Verdict
from ivigcalc.core.request.patient import Risk
from ivigcalc.core.selection.exposure import sugars
from ivigcalc.core.selection.ranking import PlacedProduct
from tests.core.making import at_risk, places, read
from tests.profiles import members

TABLE2 = (
    "gammagard-sd-5", "gammagard-sd-10", "gammar-p", "gamunex-c", "octagam-5", "octagam-10", "flebogamma-dif-5",
    "flebogamma-dif-10", "sandoglobulin-3", "privigen", "kiovig",
)  # fmt: skip


@pytest.fixture(scope="session")
def catalogue(catalogue: Catalogue) -> Catalogue:
    """A new preparation may stand before those whose labels were read."""
    return catalogue.replaced(products=tuple(read(catalogue)))


def ranked(found: dict[str, PlacedProduct], *among: str) -> list[str]:
    return [name for name, place in found.items() if place.block == "ranked" and name in (among or found)]


def test_least_iga_first(catalogue: Catalogue) -> None:
    found = places(catalogue, at_risk(Risk.IGA_DEFICIENT))
    assert ranked(found, *TABLE2) == [
        "gammagard-sd-10",
        "gammagard-sd-5",
        "privigen",
        "gamunex-c",
        "flebogamma-dif-10",
        "flebogamma-dif-5",
        "kiovig",
        "octagam-10",
        "octagam-5",
        "sandoglobulin-3",
    ]


def test_products_with_the_same_iga_share_a_number(catalogue: Catalogue) -> None:
    found = places(catalogue, at_risk(Risk.IGA_DEFICIENT))
    assert found["gammagard-sd-5"].position == found["gammagard-sd-10"].position
    assert found["gammagard-sd-5"].tied
    assert found["octagam-5"].position == found["octagam-10"].position


def test_renal_risk_puts_low_osmolality_first_and_sugar_after_it(catalogue: Catalogue) -> None:
    found = places(catalogue, at_risk(Risk.RENAL))
    assert ranked(found, *TABLE2, "gammaplex-10")[:4] == ["gamunex-c", "gammaplex-10", "kiovig", "privigen"]
    order = ranked(found, *TABLE2)
    first_sugar = next(place for place, name in enumerate(order) if sugars(catalogue.product(name)))
    assert first_sugar == order.index("privigen") + 1


def test_renal_risk_avoids_every_sucrose_product(catalogue: Catalogue) -> None:
    for name, place in members(places(catalogue, at_risk(Risk.RENAL)).items()):
        sucrose = SugarKind.SUCROSE in sugars(catalogue.product(name))
        assert (place.assessment.verdict is Verdict.AVOID) == sucrose


def test_sodium_restriction_puts_the_sodium_free_first(catalogue: Catalogue) -> None:
    found = places(catalogue, at_risk(Risk.SODIUM))
    assert ranked(found)[:2] == ["gamunex-c", "privigen"]
    assert [found[name].position for name in ("gamunex-c", "privigen")] == [1, 1]
    assert found["gammagard-sd-5"].assessment.verdict is Verdict.AVOID
    assert found["gammagard-sd-10"].assessment.verdict is Verdict.AVOID


def test_sodium_restriction_does_not_rank_kiovig_and_says_what_is_known(catalogue: Catalogue) -> None:
    kiovig = places(catalogue, at_risk(Risk.SODIUM))["kiovig"]
    assert (kiovig.block, kiovig.position, kiovig.tier) == ("not-ranked", None, None)
    assert "no added sodium" in kiovig.reason


def test_diabetes_with_renal_risk_puts_the_sugar_free_first(catalogue: Catalogue) -> None:
    order = ranked(places(catalogue, at_risk(Risk.DIABETES, Risk.RENAL)))
    sugary = [bool(sugars(catalogue.product(name))) for name in order]
    assert sugary == sorted(sugary)
    assert set(order[:4]) == {"gamunex-c", "gammaplex-10", "kiovig", "privigen"}


def test_iga_sodium_and_fluid_together(catalogue: Catalogue) -> None:
    found = places(catalogue, at_risk(Risk.IGA_DEFICIENT, Risk.SODIUM, Risk.FLUID))
    cautious = [name for name in ranked(found) if found[name].assessment.verdict is Verdict.CAUTION]
    assert cautious[:3] == ["gammaplex-10", "privigen", "gamunex-c"]
    assert {name for name in cautious if found[name].tier == 1} == {"gammaplex-10", "privigen"}
    assert found["gamunex-c"].tier == 2
    assert found["gammagard-sd-10"].assessment.verdict is Verdict.AVOID


def test_without_a_factor_the_sold_and_labelled_stand_first_and_nothing_is_ranked(catalogue: Catalogue) -> None:
    found = places(catalogue, at_risk())
    standing = [place.assessment for place in found.values() if place.block == "unordered"]
    keys = [(not (one.sold and one.labelled), not one.sold, not one.labelled) for one in standing]
    assert keys == sorted(keys)
    assert {(place.position, place.tier) for place in found.values()} == {(None, None)}


def test_what_is_gone_or_not_yet_sold_stands_last_unnumbered(catalogue: Catalogue) -> None:
    for risk in members(Risk):
        blocks = {name: place.block for name, place in places(catalogue, at_risk(risk)).items()}
        assert {blocks[name] for name in ("gammar-p", "gammagard-liquid-erc")} == {"last"}
        order = list(blocks.values())
        assert order.index("last") == len(order) - order.count("last")
