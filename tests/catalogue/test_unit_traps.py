"""What must not be got wrong about Table 2 and the labels: units, averages, twins, and who is contraindicated."""

from fractions import Fraction

import pytest

from ivigcalc.core.answers.products import products
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import ASKABLE, Basis, Region
from ivigcalc.core.facts.product import Form, Product
from ivigcalc.core.facts.rule import Verdict
from ivigcalc.core.facts.table2 import Cell, CellVerdict
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.patient import Patient, Risk
from ivigcalc.core.selection import exposure
from ivigcalc.core.selection.exposure import LabelledLimit, Unknown
from tests.profiles import members

REGIONS: tuple[Region | None, ...] = (None, *ASKABLE)


def row(catalogue: Catalogue, name: str) -> dict[str, Cell]:
    """A row of Table 2 by column."""
    return {cell.column: cell for cell in catalogue.table2.cells if cell.row == name}


def limit(value: exposure.Value) -> LabelledLimit:
    assert isinstance(value, LabelledLimit), value
    return value


def iga(catalogue: Catalogue, product: str, region: Region | None = None) -> LabelledLimit:
    return limit(exposure.iga_mcg_per_g(catalogue.product(product), region))


class TestIgaRow:
    """The IgA row is headed mg/mL, but three of its columns are in micrograms per mL."""

    def test_three_columns_are_in_mcg_per_ml(self, catalogue: Catalogue) -> None:
        micro = {"gammagard", "gammar-p", "gamunex"}
        milli = {"octagam", "flebogamma", "sandoglobulina-privigen", "kiovig"}
        units = {column: cell.unit for column, cell in row(catalogue, "iga").items()}
        assert dict.fromkeys(micro, "mcg/mL") | dict.fromkeys(milli, "mg/mL") == units

    def test_those_three_are_audited_as_unit_wrong(self, catalogue: Catalogue) -> None:
        wrong = {column for column, cell in row(catalogue, "iga").items() if cell.verdict is CellVerdict.UNIT_WRONG}
        assert {"gammagard", "gammar-p", "gamunex"} == wrong

    @pytest.mark.parametrize(
        ("column", "product", "basis"),
        [
            ("gamunex", "gamunex-c", Basis.AVERAGE),
            ("octagam", "octagam-10", Basis.MAX),
            ("sandoglobulina-privigen", "privigen", Basis.MAX),
            ("kiovig", "kiovig", Basis.MAX),
        ],
    )
    def test_as_read_the_cell_is_a_figure_of_the_label(
        self, column: str, product: str, basis: Basis, catalogue: Catalogue
    ) -> None:
        cell = row(catalogue, "iga")[column]
        assert cell.value is not None
        read = cell.value * (1000 if cell.unit == "mg/mL" else 1)
        labelled = {fact.value for fact in catalogue.product(product).iga if fact.basis is basis}
        assert read in labelled

    def test_the_preparation_with_least_iga_is_not_made_the_worst(self, catalogue: Catalogue) -> None:
        """Gammagard S/D, read as headed, would be 1,000 times worse than it is, and last."""
        named = {one.table2 for one in catalogue.products} - {None}
        limits = {
            one.id: found.value
            for one in catalogue.products
            if one.table2 in named and isinstance(found := exposure.iga_mcg_per_g(one), LabelledLimit)
        }
        assert {"gammagard-sd-5", "gammagard-sd-10"} == {
            name for name, value in limits.items() if value == min(limits.values())
        }

    def test_no_preparation_has_more_iga_than_a_few_percent_of_its_igg(self, catalogue: Catalogue) -> None:
        """46 mg/mL of IgA is impossible beside 100 mg/mL of IgG; the most labelled is 40 mg per g."""
        for product in members(catalogue.products):
            found = exposure.iga_mcg_per_g(product)
            assert isinstance(found, Unknown) or found.value <= 40_000, product.id


class TestKiovigColumn:
    """Kiovig's column repeats Gammar-P's cells in five rows."""

    REPEATED = ("osmolarity", "stabilizer", "salt", "time", "ph")

    def test_five_rows_repeat_gammar_p(self, catalogue: Catalogue) -> None:
        repeated = [
            one.id
            for one in catalogue.table2.rows
            if (cells := row(catalogue, one.id))["kiovig"].printed.split()[0] == cells["gammar-p"].printed.split()[0]
        ]
        assert list(self.REPEATED) == repeated

    def test_all_five_are_audited_as_wrong(self, catalogue: Catalogue) -> None:
        assert dict.fromkeys(self.REPEATED, CellVerdict.WRONG) == {
            name: row(catalogue, name)["kiovig"].verdict for name in self.REPEATED
        }

    def test_kiovig_holds_glycine_no_sugar_and_no_added_sodium(self, catalogue: Catalogue) -> None:
        kiovig = catalogue.product("kiovig")
        assert frozenset() == exposure.sugars(kiovig)
        assert limit(exposure.sugar_g_per_g(kiovig)).value == 0
        assert any("glycine" in statement.says for statement in kiovig.stabiliser)
        assert isinstance(exposure.sodium_mmol_per_g(kiovig), Unknown)
        assert kiovig.sodium_says is not None
        assert "no added sodium" in kiovig.sodium_says.says

    @pytest.mark.parametrize("region", REGIONS)
    def test_kiovig_raises_no_alarm_about_sucrose_or_sodium(self, region: Region | None, catalogue: Catalogue) -> None:
        patient = Patient(risks=frozenset({Risk.RENAL, Risk.SODIUM, Risk.DIABETES}))
        (place,) = products(patient, catalogue, region, ("kiovig",)).places
        assert Verdict.SUITABLE is place.assessment.verdict

    def test_gammar_p_does_hold_sucrose(self, catalogue: Catalogue) -> None:
        assert {"sucrose"} == set(map(str, exposure.sugars(catalogue.product("gammar-p"))))


class TestSaltRow:
    """The salt row mixes NaCl in mg/mL with sodium in mmol/L."""

    def test_each_column_has_its_unit(self, catalogue: Catalogue) -> None:
        units = {
            "gammagard": "mg/mL NaCl",
            "gammar-p": "mg/mL NaCl",
            "gamunex": "",
            "octagam": "mmol/L sodium",
            "flebogamma": "mmol/L sodium",
            "sandoglobulina-privigen": "mmol/L sodium",
            "kiovig": "mg/mL NaCl",
        }
        assert units == {column: cell.unit for column, cell in row(catalogue, "salt").items()}

    def test_two_are_audited_as_unit_wrong(self, catalogue: Catalogue) -> None:
        wrong = {column for column, cell in row(catalogue, "salt").items() if cell.verdict is CellVerdict.UNIT_WRONG}
        assert {"flebogamma", "sandoglobulina-privigen"} == wrong

    @pytest.mark.parametrize(("product", "mmol_per_l"), [("flebogamma-dif-5", "3.2"), ("privigen", "1")])
    def test_as_read_they_are_the_labels(self, product: str, mmol_per_l: str, catalogue: Catalogue) -> None:
        one = catalogue.product(product)
        assert Fraction(mmol_per_l) / Fraction(one.mg_per_ml) == limit(exposure.sodium_mmol_per_g(one)).value

    @pytest.mark.parametrize("strength", ["5", "10"])
    def test_nacl_in_mg_per_ml_is_turned_into_mmol(self, strength: str, catalogue: Catalogue) -> None:
        """NaCl 58.44 g/mol: 8.5 mg/mL is 145 mmol/L, 17 mg/mL is 291 mmol/L, both 2.9 mmol per g of IgG."""
        product = catalogue.product(f"gammagard-sd-{strength}")
        us = limit(exposure.sodium_mmol_per_g(product, Region.US))
        per_g = Fraction("8.5") / Fraction("58.44") * 1000 / 50
        assert abs(us.value / per_g - 1) < Fraction(1, 100)


class TestAveragesAndMaxima:
    """US labels print averages, EU labels maxima: an average is never a limit, and a limit is per gram of IgG."""

    @pytest.mark.parametrize(
        ("product", "mcg_per_ml", "average"),
        [("gamunex-c", 84, 46), ("kiovig", 140, 37), ("octagam-10", 400, 106), ("panzyga", 300, 100)],
    )
    @pytest.mark.parametrize("region", REGIONS)
    def test_the_maximum_counts_wherever_the_patient_is(
        self, product: str, mcg_per_ml: int, average: int, region: Region | None, catalogue: Catalogue
    ) -> None:
        one = catalogue.product(product)
        found = iga(catalogue, product, region)
        assert Fraction(mcg_per_ml * 1000) / Fraction(one.mg_per_ml) == found.value
        assert average in {fact.value for fact in one.iga if fact.basis is Basis.AVERAGE}

    @pytest.mark.parametrize("product", ["gamunex-c", "kiovig", "octagam-10", "panzyga"])
    def test_a_us_limit_from_an_eu_label_is_named_as_borrowed(self, product: str, catalogue: Catalogue) -> None:
        assert (iga(catalogue, product, Region.US).borrowed, iga(catalogue, product, Region.EU).borrowed) == (
            True,
            False,
        )

    def test_no_limit_rests_on_an_average_typical_or_minimum_of_iga_or_sodium(self, catalogue: Catalogue) -> None:
        found = [
            (exposed(product, region), product.id, region)
            for exposed in (exposure.iga_mcg_per_g, exposure.sodium_mmol_per_g)
            for product in catalogue.products
            for region in (None, *Region)
        ]
        bases = {(one.fact.basis, *of) for one, *of in found if isinstance(one, LabelledLimit)}
        assert {Basis.MAX} < {basis for basis, *_ in bases} <= {Basis.MAX, Basis.EXACT, Basis.RANGE}, bases

    def test_half_the_strength_is_twice_the_volume(self, catalogue: Catalogue) -> None:
        """200 mcg/mL at 5 % and 400 mcg/mL at 10 % are the same IgA per gram."""
        assert {iga(catalogue, name).value for name in ("octagam-5", "octagam-10")} == {Fraction(4000)}


class TestSandoglobulina:
    """Sandoglobulina Privigen is one Brazilian brand, a liquid; plain Sandoglobulin(a) is a sucrose powder."""

    def test_the_brand_is_privigen(self, catalogue: Catalogue) -> None:
        assert catalogue.resolve_product("Sandoglobulina Privigen") == "privigen"

    def test_the_bare_name_is_refused_with_both(self, catalogue: Catalogue) -> None:
        with pytest.raises(RefusedError) as refused:
            catalogue.resolve_product("Sandoglobulina")
        (problem,) = refused.value.problems
        assert {"privigen", "sandoglobulin-3"} == {name.partition(":")[0] for name in problem.allowed}

    def test_one_is_a_liquid_without_sugar_and_the_other_a_sucrose_powder(self, catalogue: Catalogue) -> None:
        def seen(product: Product) -> tuple[Form, set[str]]:
            return product.form, set(map(str, exposure.sugars(product)))

        assert (Form.LIQUID, set[str]()) == seen(catalogue.product("privigen"))
        assert (Form.POWDER, {"sucrose"}) == seen(catalogue.product("sandoglobulin-3"))

    def test_their_iga_differs_160_fold(self, catalogue: Catalogue) -> None:
        found = [iga(catalogue, name).value for name in ("privigen", "sandoglobulin-3")]
        assert found == [Fraction(250), Fraction(40_000)]

    def test_only_the_brand_is_in_table_2(self, catalogue: Catalogue) -> None:
        assert (catalogue.product("privigen").table2, catalogue.product("sandoglobulin-3").table2) == (
            "sandoglobulina-privigen",
            None,
        )


class TestContraindications:
    """Verdicts follow the professional label: IgA deficiency WITH antibodies, and in the US with a past reaction."""

    WIDER = frozenset({"intratect-5"})
    """Its one label read (Hong Kong) names IgA deficiency itself, "especially" with antibodies."""

    @pytest.mark.parametrize("region", REGIONS)
    def test_iga_deficiency_alone_is_a_caution(self, region: Region | None, catalogue: Catalogue) -> None:
        places = products(Patient(risks=frozenset({Risk.IGA_DEFICIENT})), catalogue, region).places
        verdicts = {place.assessment.product.id: place.assessment.verdict for place in places}
        assert dict.fromkeys(self.WIDER, Verdict.CONTRAINDICATED) == {
            name: verdict for name, verdict in verdicts.items() if verdict is not Verdict.CAUTION
        }

    def test_the_wider_label_says_so_in_its_own_words(self, catalogue: Catalogue) -> None:
        named = [
            (product.id, entry)
            for product in catalogue.products
            for entry in product.contraindications
            if entry.patient == "iga-deficient"
        ]
        assert {name for name, _ in named} == self.WIDER
        for _, entry in named:
            assert entry.regions == (Region.HK,)
            assert "especially" in entry.says

    def test_every_other_label_names_antibodies(self, catalogue: Catalogue) -> None:
        entries = [
            (product.id, entry.says)
            for product in catalogue.products
            for entry in product.contraindications
            if entry.patient == "anti-iga"
        ]
        assert [entry for entry in entries if "antibodies" not in entry[1]] == []

    def test_us_labels_ask_for_a_past_reaction_too(self, catalogue: Catalogue) -> None:
        us = [
            entry
            for product in catalogue.products
            for entry in product.contraindications
            if entry.patient == "anti-iga" and Region.US in entry.regions and entry.standing.drives
        ]
        assert us
        assert [entry.says for entry in us if "history" not in entry.says and "reaction" not in entry.says] == []

    def test_flebogamma_names_deficiency_with_antibodies_not_either(self, catalogue: Catalogue) -> None:
        (entry,) = (
            entry
            for entry in catalogue.product("flebogamma-dif-5").contraindications
            if entry.patient == "anti-iga" and Region.EU in entry.regions
        )
        assert "IgA deficiency with antibodies" in entry.says

    @pytest.mark.parametrize("product", ["gammagard-sd-5", "gammagard-sd-10"])
    def test_the_old_text_on_treating_iga_deficiency_is_a_warning(self, product: str, catalogue: Catalogue) -> None:
        one = catalogue.product(product)
        assert any("selective IgA" in " ".join(warning.says.split()) for warning in one.warnings)
        assert not any("only abnormality" in entry.says for entry in one.contraindications)


class TestDiluent:
    """A powder carries its diluent's sodium."""

    def test_sandoglobulin_in_saline_has_the_saline_in_it(self, catalogue: Catalogue) -> None:
        """154 mmol/L in 33.3 mL per g is 5.1 mmol/g, against 0.34 dry."""
        saline = Fraction(154) / 1000 * Fraction(1000, 30)
        assert limit(exposure.sodium_mmol_per_g(catalogue.product("sandoglobulin-3"))).value >= saline

    @pytest.mark.parametrize("region", REGIONS)
    def test_it_is_high_in_sodium(self, region: Region | None, catalogue: Catalogue) -> None:
        (place,) = products(Patient(risks=frozenset({Risk.SODIUM})), catalogue, region, ("sandoglobulin-3",)).places
        assert "sodium-high" in {reason.rule for reason in place.assessment.reasons}
