"""What a front end hands over is read as a whole: every mistake is named, and amounts below zero are none."""

from collections.abc import Callable
from pathlib import Path
from shlex import split
from typing import Any

import pytest

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.ladder import Context
from ivigcalc.core.problems import FileError, Problem, Problems, RefusedError
from ivigcalc.core.request.order import Objective, RateWeight, Rounding, Scope
from ivigcalc.core.request.patient import Factor, Risk
from ivigcalc.intake.body_size import read_weight
from ivigcalc.intake.dates import read_start
from ivigcalc.intake.doses import read_days, read_dose, read_grams
from ivigcalc.intake.numbers import given_twice
from ivigcalc.intake.order import TypedOrder, read_acknowledged, read_infusion, read_order, read_region, read_stocked
from ivigcalc.intake.patient import TypedPatient, read_age, read_iga, read_patient
from ivigcalc.intake.request import (
    TypedRequest,
    read_compare_request,
    read_dose_request,
    read_infusion_request,
    read_products_request,
    read_settings_request,
    read_verify_request,
    typed_again,
)
from ivigcalc.intake.vials import read_vials_order, read_vials_request
from ivigcalc.intake.written.rates import read_written_vials
from ivigcalc.intake.written.typed import TypedWritten
from tests.core.making import number
from tests.program import shipped
from tests.written import read_rate, read_written_dose

STOCK = "product,size_g,count,expiry,lot\nprivigen,10,3,2027-01-31,A1\n\nprivigen,20,1\n"


def typed(order: TypedOrder, **patient: Any) -> TypedRequest:
    return TypedRequest(patient=TypedPatient(**patient), order=order)


def refused(ask: Callable[[], object]) -> tuple[Problem, ...]:
    with pytest.raises(RefusedError) as caught:
        ask()
    return caught.value.problems


def fields(ask: Callable[[], object]) -> list[str]:
    return [problem.field for problem in refused(ask)]


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (read_age, "-1"),
        (read_iga, "-1 g/L"),
        (read_days, "-5"),
        (read_grams, "-28"),
        (lambda text: read_dose(text, "--per-day", shipped()), "-28 g"),
        (lambda text: read_dose(text, "--course", shipped()), "-2 g/kg"),
        (read_rate, "-180 mL/h"),
        (read_written_vials, "-3x10"),
        (read_written_dose, "-30 g daily for 5 days"),
    ],
)
def test_amounts_below_zero_are_refused(read: Callable[[str], object], text: str) -> None:
    (problem,) = refused(lambda: read(text))
    assert repr(text) in problem.message


def test_a_weight_below_zero_is_read_and_then_impossible(catalogue: Catalogue) -> None:
    assert read_weight("-70").value == number(-70)
    order = TypedOrder(per_day="28")
    problems = refused(lambda: read_dose_request(typed(order, weight="-70"), (), catalogue, Problems()))
    assert [problem.code for problem in problems] == ["missing-value", "unit-missing", "weight-not-positive"]


def test_options_given_twice_are_named_once_each() -> None:
    twice = given_twice(["--weight", "--days", "--weight", "--all", "--all", "--all"])
    assert [problem.message for problem in twice] == ["--weight is given twice", "--all is given twice"]
    assert given_twice(["--weight", "--days"]) == []


@pytest.mark.parametrize("text", ["2026-02-30", "13.12.2026", "2126-12-01", ""])
def test_a_date_is_one_of_this_century(text: str) -> None:
    (problem,) = refused(lambda: read_start(text))
    assert problem.code == "not-a-date"
    assert str(read_start(" 2026-12-01 ").day) == "2026-12-01"


def test_a_region_is_one_that_can_be_asked_for(catalogue: Catalogue) -> None:
    assert read_region(" EU", catalogue) is Region.EU
    assert read_region("", catalogue) is None
    assert refused(lambda: read_region("mars", catalogue))[0].field == "--region"
    only = catalogue.replaced(regions=(Region.TR,))
    assert read_region("tr", only) is Region.TR
    assert refused(lambda: read_region("eu", only))[0].allowed == ("tr",)


def test_a_patient_is_read_with_what_can_be_read() -> None:
    problems = Problems()
    patient = read_patient(
        TypedPatient(
            weight="154 lb", age="x", iga="0,04 g/L", risks=("renal", "sepsis", "?"), pre_pregnancy_weight="150 lb"
        ),
        problems,
    )
    assert [problem.field for problem in problems.found] == ["--age", "--risk"]
    assert patient.age_years is None
    assert (patient.pregnant, [*patient.risks], [*patient.factors]) == (True, [Risk.RENAL], [Factor.SEPSIS])
    assert patient.echoes == ("--iga 0,04 read as 0.04",)
    assert patient.in_pounds == "154 lb x 0.45359237 = 69.85 kg, 150 lb x 0.45359237 = 68.04 kg"


def test_an_order_is_read_with_its_options(catalogue: Catalogue, tmp_path: Path) -> None:
    file = tmp_path / "stock.csv"
    file.write_text(STOCK.replace("privigen,20,1\n", ""), encoding="utf-8")
    order = TypedOrder(
        indication="sgb",
        course="2 g/kg",
        days="5",
        weight_policy="ideal",
        start="2026-12-01",
        rate_weight="dosing",
        products=["privigen", "Privigen"],
        stocked="privigen, octagam-10",
        region="EU",
        round="down",
        round_scope="course",
        objective="grams",
        stock=str(file),
    )
    read = read_order(order, catalogue, problems := Problems())
    assert read is not None
    assert problems.found == []
    assert (read.indication, read.days, read.weight_policy) == ("gbs", 5, "ideal")
    assert (read.products, read.stocked, read.region) == (("privigen",), ("privigen", "octagam-10"), Region.EU)
    assert (read.rounding, read.scope, read.objective) == (Rounding.DOWN, Scope.COURSE, Objective.GRAMS)
    assert (read.rate_weight, read.defaulted) == (RateWeight.DOSING, ())
    assert read.stock is not None
    assert [lot.count for _, lot in read.stock.rows] == [3]


def test_what_was_not_typed_is_a_default_and_said(catalogue: Catalogue) -> None:
    read = read_order(TypedOrder(indication="gbs"), catalogue, Problems())
    assert read is not None
    assert read.defaulted == ("weight_policy", "round", "region")


def test_everything_wrong_with_a_dose_is_named_at_once(catalogue: Catalogue) -> None:
    order = TypedOrder(
        per_day="1", course="2", days="x", off_label_reason=" ", start="1.12.", region="mars", products=["x"]
    )
    wrong = fields(lambda: read_dose_request(typed(order, height="x"), ["x=y"], catalogue, Problems()))
    assert wrong == [
        *("--height", "--indication", "--per-day", "--course", "--course", "--days", "--start", "--region"),
        *("--product", "--off-label-reason", "--ack", "--weight"),
    ]


def test_what_the_front_end_could_not_read_comes_first(catalogue: Catalogue) -> None:
    problems = Problems([Problem(code="not-allowed", field="--format", message="--format 'x' is not known")])
    order = TypedOrder(indication="als")
    assert fields(lambda: read_dose_request(typed(order, weight="70"), (), catalogue, problems))[0] == "--format"
    assert len(problems.found) > 1


def test_reasons_for_cautions_are_read(catalogue: Catalogue) -> None:
    problems = Problems()
    pairs = ["day-above-100-g= checked\twith the ward ", "day-above-100-g=", "nonsense=x"]
    assert read_acknowledged(pairs, catalogue, problems) == {"day-above-100-g": "checked with the ward"}
    assert ["has no reason" in problem.message for problem in problems.found] == [True, False]
    patient, order, reasons = read_dose_request(
        typed(TypedOrder(indication="gbs"), weight="70"), pairs[:1], catalogue, Problems()
    )
    assert (patient.weight_kg, order.indication, [*reasons]) == (number(70), "gbs", ["day-above-100-g"])


def test_a_comparison_needs_an_indication_and_a_weight(catalogue: Catalogue) -> None:
    patient, order = read_compare_request(typed(TypedOrder(indication="gbs"), weight="70"), catalogue, Problems())
    assert (patient.weight_kg, order.indication) == (number(70), "gbs")
    assert fields(lambda: read_compare_request(typed(TypedOrder()), catalogue, Problems())) == [
        "--indication",
        "--weight",
    ]


def test_a_written_order_is_read_with_its_rate_and_vials(catalogue: Catalogue) -> None:
    written = TypedWritten(order="30 g daily for 5 days", rate="180 mL/h", vials="3x10")
    order = TypedOrder(indication="gbs", products=["privigen"])
    acknowledged = ["day-above-100-g=weighed twice"]
    _, asked, whole, reasons = read_verify_request(
        typed(order, weight="75"), written, acknowledged, catalogue, Problems()
    )
    assert (asked.products, reasons) == (("privigen",), {"day-above-100-g": "weighed twice"})
    assert (whole.dose.in_all, whole.rate is None, whole.vials is None) == (False, False, False)


@pytest.mark.parametrize(
    ("written", "order", "wrong"),
    [
        (TypedWritten(order=None), TypedOrder(), ["--indication", "--order", "--weight"]),
        (TypedWritten(order="x"), TypedOrder(indication="gbs"), ["--order", "--weight"]),
        (
            TypedWritten(order="30 g once", rate="1"),
            TypedOrder(indication="mogad"),
            ["--product", "--rate", "--weight"],
        ),
        (
            TypedWritten(order="30 g once", vials="x"),
            TypedOrder(),
            ["--indication", "--product", "--vials", "--weight"],
        ),
    ],
)
def test_everything_wrong_with_a_written_order_is_named_at_once(
    catalogue: Catalogue, written: TypedWritten, order: TypedOrder, wrong: list[str]
) -> None:
    assert fields(lambda: read_verify_request(typed(order), written, (), catalogue, Problems())) == wrong


@pytest.mark.parametrize(
    ("indication", "read", "context"),
    [
        (None, "", Context.ANY),
        ("any", "", Context.ANY),
        ("itp", "", Context.ITP),
        ("cidp", "cidp", Context.ANY),
        ("sgb", "gbs", Context.ANY),
    ],
)
def test_an_infusion_is_for_an_indication_or_what_labels_print_a_rate_for(
    catalogue: Catalogue, indication: str | None, read: str, context: Context
) -> None:
    order = TypedOrder(indication=indication, products=["privigen"], grams="27,5")
    _, asked, _ = read_infusion_request(typed(order, weight="70"), (), catalogue, Problems())
    assert (asked.indication, asked.context, asked.grams) == (read, context, number("27.5"))
    assert asked.echoes == ("--grams 27,5 read as 27.5",)


def test_everything_wrong_with_an_infusion_is_named_at_once(catalogue: Catalogue) -> None:
    assert fields(lambda: read_infusion_request(typed(TypedOrder()), (), catalogue, Problems())) == [
        *("--product", "--grams", "--weight")
    ]


def test_vials_are_asked_for_grams_of_one_preparation(catalogue: Catalogue) -> None:
    order, grams = read_vials_request(TypedOrder(grams="28", products=["privigen"], days="3"), catalogue, Problems())
    assert (order.products, order.days, grams) == (("privigen",), 3, number(28))
    assert order.defaulted == ("region", "round", "round_scope", "objective")
    assert fields(lambda: read_vials_request(TypedOrder(days="99"), catalogue, Problems())) == [
        "GRAMS",
        "--product",
        "--days",
    ]


def test_products_are_those_in_stock_or_the_one_named(catalogue: Catalogue) -> None:
    stocked = TypedOrder(stocked="privigen", region="us")
    assert read_products_request(typed(stocked), catalogue, Problems())[1:] == (Region.US, ("privigen",), ())
    named = TypedOrder(products=["octagam-10"], stocked="privigen")
    assert read_products_request(typed(named, age="72"), catalogue, Problems())[1:] == (None, ("octagam-10",), ())
    wrong = TypedOrder(products=["x"], region="mars")
    assert fields(lambda: read_products_request(typed(wrong, age="x"), catalogue, Problems())) == [
        "--age",
        "--region",
        "NAME",
    ]


def test_settings_are_the_region_and_the_preparations_in_stock(catalogue: Catalogue) -> None:
    asked = read_settings_request(TypedOrder(stocked="privigen, octagam-10", region="BR"), catalogue, Problems())
    assert asked == (Region.BR, ("privigen", "octagam-10"))
    assert read_settings_request(TypedOrder(), catalogue, Problems())[0] is None
    wrong = TypedOrder(stocked="x", region="mars")
    assert fields(lambda: read_settings_request(wrong, catalogue, Problems())) == ["--region", "IVIGCALC_PRODUCTS"]


def test_every_preparation_in_stock_that_is_not_known_is_named(catalogue: Catalogue) -> None:
    problems = Problems()
    assert read_stocked("privigen,,x, y", catalogue, problems) == ("privigen",)
    assert [problem.field for problem in problems.found] == ["IVIGCALC_PRODUCTS"] * 2
    assert read_stocked(" , ", catalogue, problems) == catalogue.stocked


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (None, "No such file or directory"),
        (b"\xc3\xa9\xff", "is not UTF-8 text"),
        (b"\xff\0", "is UTF-16 without the mark at its beginning, or no text"),
        (b"", "no column product, size_g, count"),
        (b"product,size_g,count,qty,Strength,\n", "columns 'count' and 'qty' both mean count"),
        (b"product;size_g;count\nprivigen;10;1;2\n", "4 cells under 3 headings"),
        (b"product,size_g,count\nx,10,1\n", "product 'x' is not known"),
        (b"product,size_g,count\nprivigen,7,1\n", "has no vial of 7 g"),
        (b"product,size_g,count\nprivigen,10,-1\n", "count '-1' is not a whole number"),
        (b"product,size_g,count,expiry\nprivigen,10,1,2026-13-01\n", "expiry '2026-13-01' is no day that there is"),
        (b"product,size_g,count,expiry\nprivigen,10,1,1.12.2026\n", "expiry '1.12.2026' may be 1 December or 12 Jan"),
        (b"product,size_g,count\nprivigen,10,1\nprivigen,10,2\n", "size, expiry and lot again"),
    ],
)
def test_a_stock_file_that_cannot_be_read_says_where(
    catalogue: Catalogue, tmp_path: Path, content: bytes | None, wrong: str
) -> None:
    file = tmp_path / "stock.csv"
    if content is not None:
        file.write_bytes(content)
    order = TypedOrder(grams="28", products=["privigen"], stock=str(file))
    with pytest.raises(FileError) as caught:
        read_vials_request(order, catalogue, Problems())
    assert caught.value.found == (content is not None)
    assert wrong in caught.value.problems[0].message
    assert caught.value.problems[0].message.startswith(str(file))


def test_a_stock_file_that_is_no_file_name_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(FileError, match="not a file name"):
        read_vials_request(TypedOrder(stock="\0"), catalogue, Problems())


def test_the_lines_of_a_stock_file_are_lots(catalogue: Catalogue, tmp_path: Path) -> None:
    file = tmp_path / "stock.csv"
    file.write_text(STOCK.replace(",1\n", ",1,,\n"), encoding="utf-8")
    order, _ = read_vials_request(TypedOrder(grams="28", products=["privigen"], stock=str(file)), catalogue, Problems())
    assert order.stock is not None
    assert [(product, str(lot.size_g), lot.count, lot.name) for product, lot in order.stock.rows] == [
        ("privigen", "10", 3, "A1"),
        ("privigen", "20", 1, ""),
    ]


def test_an_infusion_is_not_the_first_and_tolerated_before(catalogue: Catalogue) -> None:
    problems = Problems()
    read_infusion(TypedOrder(products=("blauimuno",), grams="28", first=True, tolerated=True), catalogue, problems)
    assert [problem.code for problem in problems.found] == ["two-histories"]


def hint_of(text: str, order: TypedOrder, catalogue: Catalogue, **patient: Any) -> str:
    """What a written order that is refused says to type."""
    problems = refused(
        lambda: read_verify_request(typed(order, **patient), TypedWritten(order=text), (), catalogue, Problems())
    )
    return next(problem.next for problem in problems if problem.field == "--order")


@pytest.mark.parametrize(
    ("text", "order", "hint"),
    [
        ("140 g", TypedOrder(indication="gbs"), '"140 g in all over N days"'),
        ("140 g daily", TypedOrder(indication="gbs"), '"for N days"'),
        ("140 g daily", TypedOrder(), '"for N days"'),
        ("140 g daily", TypedOrder(indication="als"), '"for N days"'),
        ("28 g daily", TypedOrder(indication="gbs"), '"28 g daily for N days"'),
        ("28 g daily", TypedOrder(), '"28 g daily for N days"'),
    ],
)
def test_no_example_is_one_that_a_rule_would_stop(
    catalogue: Catalogue, text: str, order: TypedOrder, hint: str
) -> None:
    """70 kg, no more than 1 g/kg in a day; without a use, or for one that needs a reason (ALS), by that limit alone."""
    said = hint_of(text, order, catalogue, weight="70")
    assert (hint in said, "140 g daily" in said) == (True, False)


@pytest.mark.parametrize(
    ("written", "rate", "read"),
    [
        ("start at 35 mL/h", "420 mL/h", (35, 420)),
        ("start at 35 mL/h, at most 420 mL/h", "420 mL/h", (35, 420)),
        ("at 420 mL/h", "start at 35 mL/h, at most 420 mL/h", (35, 420)),
        ("at 420 mL/h", "420 mL/h", (None, 420)),
        ("start at 35 mL/h", "30 mL/h", None),
        ("start at 35 mL/h", "420 mL/kg/h", None),
        ("start at 35 mL/h, at most 420 mL/h", "start at 40 mL/h, at most 420 mL/h", None),
    ],
)
def test_where_to_start_and_the_most_may_be_written_apart(
    catalogue: Catalogue, written: str, rate: str, read: tuple[int | None, int] | None
) -> None:
    order = TypedWritten(order=f"Kiovig 28 g daily for 5 days, {written}", rate=rate)

    def ask() -> Any:
        return read_verify_request(typed(TypedOrder(indication="gbs"), weight="70"), order, (), catalogue, Problems())

    if read is None:
        assert fields(ask) == ["--rate"]
    else:
        assert (ask()[2].rate.start, ask()[2].rate.value) == read


def test_what_was_typed_is_typed_again_as_a_shell_reads_it() -> None:
    again = typed_again(
        typed(
            TypedOrder(indication="cidp", products=["privigen", "octagam 10"], days="5", off_label_reason="it's asked"),
            weight="70 kg",
            risks=["renal"],
            pregnant=True,
        )
    )
    expected = [
        *("--weight", "70 kg", "--risk", "renal", "--pregnant", "--indication", "cidp"),
        *("--days", "5", "--product", "privigen", "--product", "octagam 10", "--off-label-reason", "it's asked"),
    ]
    assert sorted(split(again)) == sorted(expected)


def test_a_caution_that_is_no_rule_is_not_acknowledged(catalogue: Catalogue) -> None:
    problems = Problems()
    read_acknowledged(["no-such-rule=seen"], catalogue, problems)
    assert [(one.code, one.field) for one in problems.found] == [("not-allowed", "--ack")]


def test_a_caution_of_a_weight_policy_is_acknowledged_as_any_other(catalogue: Catalogue) -> None:
    problems = Problems()
    assert read_acknowledged(["english-age-not-given=seen"], catalogue, problems) == {"english-age-not-given": "seen"}
    assert not problems.found


def said(problems: Problems) -> list[tuple[str, str, str, str]]:
    return [(one.code, one.field, one.message, one.next) for one in problems.found]


def test_what_is_missing_of_a_course_an_infusion_and_vials_is_said_with_what_to_type(catalogue: Catalogue) -> None:
    course, infusion, vials = Problems(), Problems(), Problems()
    assert read_order(TypedOrder(), catalogue, course) is None
    assert read_infusion(TypedOrder(), catalogue, infusion) is None
    assert read_vials_order(TypedOrder(), catalogue, vials) is None
    missing, product = "missing-value", "--product is missing"
    assert said(course) == [
        (missing, "--indication", "--indication is missing", "--indication NAME; see: ivigcalc indications")
    ]
    assert said(infusion) == [
        (missing, "--product", product, "add --product privigen"),
        (missing, "--grams", "--grams is missing", "add --grams 28"),
    ]
    assert said(vials) == [
        (missing, "GRAMS", "GRAMS is missing", "ivigcalc vials 28 --product privigen"),
        (missing, "--product", product, "add --product privigen; see: ivigcalc products"),
    ]


def test_what_excludes_each_other_is_said_with_what_to_keep(catalogue: Catalogue) -> None:
    problems = Problems()
    both = TypedOrder(
        indication="gbs", per_day="28 g", course="2 g/kg", first=True, tolerated=True, off_label_reason=" "
    )
    read_order(both, catalogue, problems)
    assert said(problems) == [
        ("two-doses", "--course", "--per-day and --course exclude each other", "keep the one the order states"),
        ("two-histories", "--tolerated", "--first and --tolerated exclude each other", "keep the one that is so"),
        ("missing-value", "--off-label-reason", "--off-label-reason is empty", '--off-label-reason "..."'),
    ]


def test_each_option_of_a_course_is_refused_under_its_own_name(catalogue: Catalogue) -> None:
    problems = Problems()
    names = ("per_day", "course", "days", "cycles", "until", "every", "start", "weight_policy", "rate_weight", "round")
    more = ("round_scope", "objective", "region")
    wrong = TypedOrder(indication="gbs", products=["x"], dates="x").replaced(**dict.fromkeys((*names, *more), "x"))
    read_order(wrong, catalogue, problems)
    options = {f"--{name.replace('_', '-')}" for name in (*names, *more)} | {"--dates", "--product"}
    assert {one.field for one in problems.found} == options


def test_a_repeated_course_is_read_with_how_its_dates_were_read(catalogue: Catalogue) -> None:
    asked = TypedOrder(
        indication="SGB",
        regimen="A",
        per_day="0,4 g/kg",
        days="5",
        start="01/12/2026",
        until="01/03/2027",
        cycles="3",
        every="4 weeks",
        dates="dmy",
        tolerated=True,
        products=["Privigen 10 %"],
        off_label_reason=" asked\tfor ",
    )
    read = read_order(asked, catalogue, problems := Problems())
    assert problems.found == []
    assert read is not None
    assert (read.regimen, read.cycles, str(read.start), str(read.until)) == ("A", 3, "2026-12-01", "2027-03-01")
    assert read.every is not None
    assert (read.every.low, read.first, read.tolerated, read.off_label_reason) == (4, False, True, "asked for")
    assert (read.per_day and read.per_day.value, read.course) == (number("0.4"), None)
    assert read.echoes == (
        "--per-day 0,4 read as 0.4",
        "--start 01/12/2026 read as 2026-12-01",
        "--until 01/03/2027 read as 2027-03-01",
    )
    assert read.defaulted == ("weight_policy", "round", "region")


def test_an_infusion_is_read_with_its_options(catalogue: Catalogue) -> None:
    asked = TypedOrder(
        indication="cidp",
        products=["privigen"],
        grams="28",
        region="us",
        first=True,
        rate_weight="dosing",
        weight_policy="ideal",
        off_label_reason="asked for",
    )
    read = read_infusion(asked, catalogue, Problems())
    assert read is not None
    assert (read.product, read.grams, read.indication, read.region) == ("privigen", number(28), "cidp", Region.US)
    assert (read.first, read.tolerated, read.off_label_reason) == (True, False, "asked for")
    assert (read.rate_weight, read.weight_policy, read.defaulted) == (RateWeight.DOSING, "ideal", ())
    plain = read_infusion(TypedOrder(products=["privigen"], grams="28", tolerated=True), catalogue, Problems())
    assert plain is not None
    assert (plain.rate_weight, plain.weight_policy, plain.region, plain.tolerated) == (
        RateWeight.ACTUAL,
        "",
        None,
        True,
    )
    assert plain.defaulted == ("indication", "region", "rate_weight", "weight_policy")


def test_vials_are_read_with_their_options_and_how_they_were_read(catalogue: Catalogue) -> None:
    asked = TypedOrder(
        grams="27,5", products=["privigen"], round="up", round_scope="course", objective="cost", days="2"
    )
    order, grams = read_vials_request(asked.replaced(start="1 Dec 2026", region="eu"), catalogue, Problems())
    assert (grams, order.days, order.rounding, order.scope) == (number("27.5"), 2, Rounding.UP, Scope.COURSE)
    assert (order.objective, order.region, order.defaulted) == (Objective.COST, Region.EU, ())
    assert order.echoes == ("GRAMS 27,5 read as 27.5", "--start 1 Dec 2026 read as 2026-12-01")
    (problem,) = refused(lambda: read_vials_request(asked.replaced(days="32"), catalogue, Problems()))
    assert (problem.code, problem.next) == ("days-out-of-bounds", "--days 5")


def test_a_region_or_a_caution_that_is_not_known_is_refused_with_all_that_are(catalogue: Catalogue) -> None:
    (region,) = refused(lambda: read_region("mars", catalogue))
    assert (region.code, region.message) == ("not-allowed", "region 'mars' is not known (--region or IVIGCALC_REGION)")
    assert (region.next, region.allowed) == ("--region and one of these", (", ".join(catalogue.regions),))
    problems = Problems()
    read_acknowledged(["x=seen", "day-above-100-g"], catalogue, problems)
    assert [one.message for one in problems.found] == [
        "--ack 'x=seen' names no caution that can be acknowledged",
        "--ack 'day-above-100-g' has no reason",
    ]
    assert {one.next for one in problems.found} == {'--ack day-above-100-g="checked with the ward"'}
    assert {"day-above-100-g", "ontario-contradicts-itself"} <= {*problems.found[0].allowed}


def test_a_risk_that_a_ward_calls_otherwise_is_asked_about(catalogue: Catalogue) -> None:
    order = TypedOrder(indication="gbs")
    problems = refused(lambda: read_dose_request(typed(order, weight="70", risks=["ckd"]), (), catalogue, Problems()))
    assert [(one.field, one.next) for one in problems] == [("--risk", "did you mean --risk renal?")]
