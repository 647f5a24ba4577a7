"""``verify`` at the terminal: the answer first, what was read, every difference, the likely cause, what to type."""

import pytest

from tests.program import Answer, options, run, run_once, shipped


def verify(order: str, *more: str, kg: str = "75", indication: str = "mg-exacerbation") -> Answer:
    return run("verify", "--weight", kg, "--indication", indication, "--order", order, *more)


def test_a_match_is_the_first_word_and_says_what_was_read() -> None:
    answer = verify("30 g daily for 5 days")
    assert (answer.code, answer.err) == (0, "")
    assert answer.lines[0].startswith("MATCH  30 g daily for 5 days is A of mg-exacerbation: 30 g daily for 5 days")
    assert "(0.4 g/kg daily)" in answer.text
    assert "for 5 days: 30 g on each of 5 days, 150 g in all; MG exacerbation, dosing weight 75 kg" in answer.text
    assert "LIKELY CAUSE" not in answer.text


def test_rounding_is_said_with_its_size() -> None:
    """32 g for 30 g is 6.7 % more."""
    answer = verify("32 g daily for 5 days")
    assert (answer.code, answer.lines[0][:13]) == (0, "MATCH rounded")
    assert "deviation +6.7 %" in answer.text


def test_a_difference_is_listed_with_its_size() -> None:
    """40 g for 30 g is 33.3 % more, 200 g for 150 g likewise."""
    answer = verify("40 g daily for 5 days", "--format", "text")
    assert (answer.code, answer.lines[0][:7]) == (3, "DIFFERS")
    assert "dose per day: ordered: 40 g; expected: 30 g; difference: +10 g; percent: +33.3 %" in answer.lines
    assert "infusion days: ordered: 5; expected: 5; difference: same" in answer.lines
    assert "dose in all: ordered: 200 g; expected: 150 g; difference: +50 g; percent: +33.3 %" in answer.lines
    assert "LIKELY CAUSE none of the known mistakes explains it." in answer.lines
    assert "TYPE ivigcalc dose --weight 75 --indication mg-exacerbation" in answer.lines


def test_danger_comes_first_with_its_rule_and_the_differences() -> None:
    answer = verify("150 g on day 1")
    assert answer.code == 4
    assert answer.lines[0].startswith("DANGEROUS  150 g on day 1")
    assert answer.text.index("[day-above-1-g-per-kg]") < answer.text.index("READ 150 g | on day 1: 150 g on 1 day")
    assert "+120 g" in answer.text
    assert "the dose of the whole course was read as the dose of one day; meant: A or B [course-as-day]" in answer.text


def test_a_contraindicated_preparation_is_named_at_once() -> None:
    answer = verify("30 g daily for 5 days", "--product", "gamunex-c", "--risk", "anti-iga")
    assert (answer.code, answer.lines[0][:9]) == (4, "DANGEROUS")
    assert answer.text.index("CONTRAINDICATED label EU") < answer.text.index("READ")


@pytest.mark.parametrize("form", ["table", "text"])
def test_an_ambiguous_order_shows_both_readings_and_what_to_type(form: str) -> None:
    answer = verify("150 g for 5 days", "--format", form)
    assert (answer.code, answer.out) == (2, "")
    assert "daily: 150 g on each of 5 days, 750 g in all" in answer.text
    assert "in all: 30 g on each of 5 days, 150 g in all" in answer.text
    assert 'TYPE "150 g in all over 5 days"; as a dose of each day it would be stopped' in answer.text


@pytest.mark.parametrize(
    ("order", "kg", "typed", "never"),
    [
        ("IVIg 2g/kg", "70", '"2 g/kg in all over N days"', "daily"),
        ("140 g daily", "70", '"for N days"', "140 g daily for"),
        ("140 g", "70", '"140 g in all over N days"', "once"),
        ("2 g/kg daily in all", "70", '"2 g/kg in all over N days"', "daily for"),
        ("70 g daily every 3 weeks", "70", '"for N days"', "daily for 5"),
        ("28 g daily", "70", '"28 g daily for N days"', "stopped"),
        ("28 g", "70", '"28 g daily for N days" or "28 g in all over N days" or "28 g once"', "stopped"),
        ("", "15", '"for N days"', "30 g"),
        ("", "70", '"30 g daily for 5 days"', "stopped"),
    ],
)
def test_no_example_is_a_dose_that_a_rule_stops(order: str, kg: str, typed: str, never: str) -> None:
    """More than 1 g/kg in a day, or twice the largest course: GBS 2 g/kg in all, CIDP 2 g/kg."""
    hint = run("verify", "--weight", kg, "--indication", "cidp", "--order", order, "--format", "json").json["errors"][0]
    assert (typed in hint["next"], never in hint["next"]) == (True, False), hint


def test_without_a_weight_an_example_in_g_per_kg_is_held_against_the_limit_of_a_day() -> None:
    hints = [one["next"] for one in run("verify", "--order", "2 g/kg", "--format", "json").json["errors"]]
    assert any('"2 g/kg in all over N days"' in hint for hint in hints)
    assert not any("2 g/kg daily" in hint for hint in hints)


def test_a_tenfold_start_rate_in_an_order_line_of_dose_does_not_pass() -> None:
    """Kiovig (EU): 0.5 mL/kg/h at first, 35 mL/h at 70 kg, and at most 6, 420 mL/h."""
    patient = ("--weight", "70", "--indication", "gbs", "--region", "eu")
    lines = run("dose", *patient, "--product", "kiovig").text
    line = lines[lines.index("days 1 to 5: human") : lines.index("ADVICE")].strip()
    assert "start at 35 mL/h, at most 420 mL/h" in line
    assert run("verify", *patient, "--order", line).code == 0
    wrong = run("verify", *patient, "--order", line.replace("start at 35", "start at 350"))
    assert (wrong.code, "differs: start rate" in wrong.text) == (3, True)
    assert run("verify", *patient, "--order", "Kiovig 27.5 g daily for 5 days, start at 420 mL/h").code == 3


def test_what_an_order_starts_with_and_the_most_may_be_typed_apart() -> None:
    order = ("--weight", "70", "--indication", "gbs", "--region", "eu", "--order")
    parts = ("Kiovig 27.5 g daily for 5 days, initial rate 35 mL/h", "--rate", "420 mL/h")
    assert run("verify", *order, *parts).code == 0
    both = ("Kiovig 27.5 g daily for 5 days", "--rate", "start at 35 mL/h, at most 420 mL/h")
    assert run("verify", *order, *both).code == 0
    for rate in ("30 mL/h", "420 mL/kg/h", "start at 40 mL/h"):
        refused = run("verify", *order, "Kiovig 27.5 g daily for 5 days, start at 35 mL/h", "--rate", rate)
        assert (refused.code, "says the rate" in refused.err) == (2, True)


def test_the_ordinary_maximum_is_named_at_once_where_it_is_not_for_this_risk() -> None:
    """Privigen (EU): 4.8 mL/kg/h at most, 336 mL/h at 70 kg; from 65 years on the minimum practicable, no figure."""
    order = ("--weight", "70", "--indication", "gbs", "--region", "eu", "--age", "72")
    answer = run("verify", *order, "--order", "Privigen 28 g daily for 5 days", "--rate", "336 mL/h")
    first = answer.text[: answer.text.index("READ")]
    assert (answer.code, "the ordinary maximum, which is not for this risk" in first) == (3, True)


def test_one_day_with_the_grams_of_a_course_says_that_it_fits_the_course_alone() -> None:
    answer = run("verify", "--weight", "70", "--indication", "dm", "--order", "140 g on day 1")
    first = answer.text[: answer.text.index("STOP")]
    assert "fits only the range of a course" in first
    assert "as one day it is stopped" in first


def test_everything_that_is_wrong_is_listed_at_once() -> None:
    answer = run(
        *("verify", "--order", "150 g for 5 days", "--rate", "180", "--vials", "three", "--product", "nothing"),
        *("--format", "json"),
    )
    wrong = {error["field"] for error in answer.json["errors"]}
    assert {"--order", "--rate", "--vials", "--product", "--weight", "--indication"} == wrong


def test_what_the_patient_lacks_is_listed_beside_an_order_that_cannot_be_read() -> None:
    answer = run("verify", "--indication", "als", "--order", "?", "--format", "json")
    assert {"--order", "--weight", "--indication"} == {error["field"] for error in answer.json["errors"]}


@pytest.mark.parametrize("option", [("--rate", "180 mL/h"), ("--vials", "3x10")])
def test_a_rate_or_vials_need_a_product(option: tuple[str, str]) -> None:
    answer = verify("30 g daily for 5 days", *option, "--format", "json")
    assert [(error["code"], error["field"]) for error in answer.json["errors"]] == [("missing-value", "--product")]


def test_an_order_names_one_preparation() -> None:
    answer = verify("30 g daily for 5 days", "--product", "privigen", "--product", "kiovig", "--format", "json")
    assert (answer.code, answer.json["error"]["field"]) == (2, "--product")


def test_the_order_is_obligatory() -> None:
    answer = run("verify", "--weight", "70", "--indication", "gbs")
    assert answer.code == 2
    assert "--order is missing" in answer.text


def test_what_was_not_checked_is_named_and_is_no_match() -> None:
    answer = run("verify", "--weight", "70", "--indication", "mogad", "--order", "28 g daily for 5 days")
    assert (answer.code, answer.lines[0][:11]) == (3, "NOT CHECKED")
    assert "there is nothing to compare with" in answer.text


def test_what_fits_elsewhere_is_said() -> None:
    answer = verify("70 g once", "--regimen", "A", kg="70", indication="cidp")
    assert answer.code == 3
    assert "70 g once is no regimen asked for; nearest A of cidp" in answer.text
    assert "it is D of cidp: 70 g on 1 day (1 g/kg), every 3 weeks, maintenance" in answer.text


def test_what_fits_elsewhere_stands_in_json_with_its_grams() -> None:
    """1 g/kg once every 3 weeks, for 70 kg."""
    asked = ("verify", "--weight", "70", "--indication", "cidp", "--order", "70 g once", "--format", "json")
    found = run(*asked, "--regimen", "A").json
    other = found["elsewhere_regimen"]
    assert (found["elsewhere"], other["letter"], other["g_course"], other["interval_weeks"]) == ("D", "D", "70", [3, 3])
    assert {*other["sources"]} <= {source["id"] for source in found["sources"]}
    assert "elsewhere_regimen" not in run(*asked).json


def test_an_interval_that_is_printed_and_not_written_is_noted() -> None:
    assert "no interval is written; D is every 3 weeks" in verify("70 g once", kg="70", indication="cidp").text
    assert "no interval is written" not in verify("70 g every 3 weeks", kg="70", indication="cidp").text


def test_a_range_shows_both_ends_and_that_no_split_is_stated() -> None:
    """cidp F: 0.4 to 1 g/kg every 2 to 6 weeks, 28 to 70 g at 70 kg."""
    answer = verify("20 g daily for 3 days every 6 weeks", kg="70", indication="cidp")
    assert answer.code == 3
    assert "NOT CHECKED" in answer.out
    assert "F of cidp: 28 to 70 g (0.4 to 1 g/kg)" in answer.text
    assert "the source of F states no split over days: it fits in total alone" in answer.text
    assert "2 to 6 weeks" in answer.text
    assert "infusion days 3 not known" in answer.text


def test_what_is_told_beside_an_answer_fits_the_terminal() -> None:
    order = ("verify", "--weight", "70", "--height", "160", "--sex", "female", "--indication", "adem")
    said = run(*order, "--order", "33 g daily for 5 days").err.splitlines()
    assert len(said) == 2
    assert max(map(len, said)) <= 80
    assert said[1].startswith("  ")


def test_a_range_per_month_says_so() -> None:
    answer = verify("70 g monthly", "--regimen", "maintenance-range", kg="70", indication="mmn")
    assert (answer.code, "35 to 168 g per month" in answer.text) == (0, True)


def test_days_that_differ_are_read_one_by_one() -> None:
    answer = verify("35 g on day 1, 70 g on day 2", kg="70", indication="le-surface")
    assert answer.code == 0
    assert "READ 35 g | on day 1 | 70 g | on day 2: 35 g on day 1, 70 g on day 2, 105 g in all" in answer.text
    assert "dose on day 2" in answer.text


def test_days_with_gaps_are_named_where_the_order_is_read() -> None:
    answer = verify("70 g daily for 2 days: 2027-05-01, 2027-05-22", kg="70", indication="cidp")
    assert "2027-05-22: 70 g on days 1 and 22, 140 g in all" in answer.text


def test_two_days_weeks_apart_are_no_course_over_two_days() -> None:
    """In CIDP 1 to 2 g/kg is printed over two days, for the United States over those that follow each other."""
    answer = verify("70 g on days 1 and 22 daily", kg="70", indication="cidp")
    assert answer.code != 0
    assert "DIFFERS" in answer.text


def test_a_day_on_which_nothing_is_printed_is_off_by_grams_and_by_no_percent() -> None:
    """Nothing is a hundred percent of no grams."""
    answer = verify("70 g on days 1 and 22 daily", "--format", "json", kg="70", indication="cidp")
    steps = {step["step"]: step["value"] for step in answer.json["working"]}
    assert steps["dose on day 22: off by"] == "70"
    assert "dose on day 22: off by, in percent" not in steps


def test_sizes_that_are_not_sold_are_named() -> None:
    answer = verify("30 g daily for 5 days", "--product", "privigen", "--vials", "10x3", indication="gbs")
    assert answer.code == 3
    assert "no vial of 3 g in any region; sizes in g: 2.5, 5, 10, 20, 40" in answer.text
    assert "differs: vials per day" in answer.text


def test_the_off_label_reason_and_unusual_figures_are_printed() -> None:
    answer = run(
        *("verify", "--weight", "72,5", "--indication", "als", "--order", "0,4 g/kg daily for 5 days"),
        *("--off-label-reason", "board of 3 May"),
    )
    assert answer.code == 3
    assert "OFF LABEL board of 3 May" in answer.text
    assert "--weight 72,5 read as 72.5" in answer.text
    assert "--order 0,4 read as 0.4" in answer.text


def test_explain_prints_the_sources() -> None:
    assert "ismp-2015" in verify("150 g on day 1", "--explain").text
    assert "SOURCES" not in verify("150 g on day 1").text


def test_the_same_figures_in_every_format() -> None:
    """40 g against 30 g on each of 5 days."""
    found = verify("40 g daily for 5 days", "--format", "json").json
    row = found["compared"][0]
    assert (row["ordered"], row["low"], row["high"], row["difference"], row["percent"]) == (
        *("40", "30", "30", "10", "33.33"),
    )
    assert found["ordered"]["day_grams"] == [{"day": day, "g": "40"} for day in range(1, 6)]
    assert (found["outcome"], found["regimens"][0]["letter"], found["causes"]) == ("differs", "A", [])
    for form in ("table", "text"):
        text = verify("40 g daily for 5 days", "--format", form).text
        assert all(figure in text for figure in ("40 g", "30 g", "+10 g", "+33.3 %"))


def test_json_names_causes_and_stops() -> None:
    found = verify("150 g on day 1", "--format", "json").json
    assert (found["outcome"], found["status"], found["exit_code"]) == ("dangerous", "dangerous", 4)
    assert found["alerts"][0]["level"] == "stop"
    assert [(cause["cause"], cause["regimens"]) for cause in found["causes"]] == [("course-as-day", ["A", "B"])]


def test_verify_takes_no_dose_of_its_own() -> None:
    """An independent check is told the order, never an answer."""
    assert options("verify").isdisjoint({"--per-day", "--course", "--days"})


ADULT = ("verify", "--weight", "70", "--indication", "gbs", "--order", "28 g daily for 5 days")


def test_what_the_order_is_stands_last_where_a_screen_of_24_lines_has_scrolled_it_away() -> None:
    short = run(*ADULT).out.splitlines()
    assert len(short) <= 24
    assert [line.startswith("MATCH") for line in short].count(True) == 1
    long = run(*ADULT, "--product", "privigen", "--region", "eu", "--rate", "400 mL/h").out.splitlines()
    assert len(long) > 24
    assert [at for at, line in enumerate(long) if line.startswith("DIFFERS")] == [0, len(long) - 3]


@pytest.mark.parametrize("indication", ["gbs", "cidp", "mg-exacerbation"])
@pytest.mark.parametrize("product", ["privigen", "octagam-10", "kiovig", "flebogamma-dif-5"])
def test_an_order_that_matches_fits_a_terminal_with_its_product_and_rate(indication: str, product: str) -> None:
    order = ("verify", "--weight", "70", "--indication", indication, "--order", "28 g daily for 5 days")
    named = ("--product", product, "--region", "eu", "--rate", "100 mL/h")
    lines = run_once(*order, *named, columns=80).out.splitlines()
    assert lines[0].startswith("MATCH")
    assert len(lines) <= 24, "\n".join(lines)
    cautions = shipped().indication(indication).cautions
    everything = run(*order, *named, "--explain").text
    assert all(caution.says in everything for caution in cautions)
    standing = " ".join(" ".join(lines).split())
    assert ("MORE" in standing) == any(caution.says not in standing for caution in cautions)


def test_a_warning_of_children_is_folded_for_an_adult_alone() -> None:
    """Korinthenberg 2005: 5 of 23 children deteriorated early on the 2-day schedule."""
    said = "5 of 23 on the 2-day schedule"
    assert said not in run(*ADULT, "--format", "text").out
    assert said in run(*ADULT, "--explain", "--format", "text").out
    child = ("verify", "--weight", "12", "--indication", "gbs", "--order", "4.8 g daily for 5 days", "--format", "text")
    assert said in run(*child).out
    assert said in run(*child, "--age", "3").out


def test_the_vials_under_next_are_those_of_the_dose() -> None:
    """28 g of Privigen EU (2.5, 5, 10, 20 g): 27.5 g are nearest."""
    privigen = (*ADULT, "--product", "privigen", "--region", "eu")
    assert "--vials 1x20+1x5+1x2.5" in run(*privigen).out
    assert run(*privigen, "--vials", "1x20+1x5+1x2.5").code == 0
