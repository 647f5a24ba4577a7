"""Where a stock does not do for the preparation that was asked for: exit 5, and what else can be given."""

from pathlib import Path

import pytest

from tests.program import CIDP, EMPTY_OF_PRIVIGEN, STOCK, run

EU = ("--region", "eu")
SWITCH = (*CIDP, *EU, "--product", "privigen", *EMPTY_OF_PRIVIGEN)
ONE_COURSE = (*SWITCH, "--regimen", "A")


def test_exit_5_and_the_answer_on_stdout_names_what_can_be_given() -> None:
    answer = run(*ONE_COURSE)
    assert (answer.code, answer.err) == (5, "")
    assert "NO PLAN Privigen 10 %: none in stock." in answer.text
    assert "IN STOCK A: 28 g all g IgA mg Na mmol sugar g RATE mL/h" in answer.text
    assert "Privigen 10 % ordered, 137.5 34.38 1.4 none 21 to 336" in answer.text
    assert "Octagam 10 % 3x10, 300 mL 150 600 45 maltose 135 42 to 336" in answer.text
    assert "CHANGE A change of product starts at the first rate" in answer.text
    assert "policy of this tool): --first" in answer.text
    assert "Kiovig / Gammagard Liquid 10 %: not enough." in answer.text
    assert "Gamunex-C 10 %: expired" in answer.text
    assert "Nanogam 5 %: not labelled for CIDP in EU" in answer.text


def test_what_next_says_is_an_answer() -> None:
    answer = run(*ONE_COURSE)
    hint = next(line for line in answer.lines if line.startswith("NEXT")).split("--product ")[1].split()[0]
    taken = run(*CIDP, *EU, "--regimen", "A", *EMPTY_OF_PRIVIGEN, "--product", hint, "--first")
    assert taken.code == 0
    assert "28 g" in taken.out
    assert f"--product {hint} --first (in place of --product privigen)" in answer.text


def test_the_screen_says_what_json_says() -> None:
    answer = run(*ONE_COURSE, "--format", "json")
    assert answer.code == answer.json["exit_code"] == 5
    instead, screen = answer.json["instead"], run(*ONE_COURSE).text
    assert instead["letter"] == "A"
    for one in instead["products"]:
        plan = next(plan for plan in one["plans"] if plan["letter"] == "A")
        day = plan["days"][0]
        vials = "+".join(f"{vial['count']}x{vial['size_g']}" for vial in day["vials"])
        grams = f"{one['compared_g']} {one['exposure']['iga_mg'] or 'unknown'}"
        assert (one["compared_g"], one["exposure"]) == (plan["dispensed_g_course"], plan["exposure"])
        cells = f"{one['shown']} {vials}, {day['volume_ml']} mL {grams}"
        assert cells in screen
    assert [one["shown"] for one in instead["passed_over"] if one["shown"] not in screen] == []
    assert instead["change_of_product"]["source"] == ["gammagard-s-d-smpc", "tool-policy"]
    listed = {source["id"] for source in answer.json["sources"]}
    assert {"gammagard-s-d-smpc", "tool-policy"} <= listed


@pytest.mark.parametrize("indication", ["cidp", "gbs", "mmn", "mg-exacerbation", "dm", "jdm"])
@pytest.mark.parametrize("more", [(), ("--regimen", "A"), ("--region", "us"), ("--height", "175", "--age", "50")])
def test_it_is_a_screen_of_24_lines(indication: str, more: tuple[str, ...]) -> None:
    typed = ("dose", "--weight", "70", "--indication", indication, "--product", "privigen", *EMPTY_OF_PRIVIGEN)
    answer = run(*typed, *(() if "--region" in more else EU), *more)
    assert answer.code == 5
    assert len(answer.lines) <= 24, answer.out
    assert max(map(len, answer.lines)) <= 80


def test_all_prints_every_preparation_and_every_reason() -> None:
    answer = run(*SWITCH, "--all")
    assert "3 more" not in answer.text
    for name in ("Octagam 10 %", "Panzyga 10 %", "Flebogamma DIF 5 %", "Kiovig", "Gamunex-C", "Nanogam"):
        assert name in answer.text


def test_nothing_else_says_so_and_what_to_type() -> None:
    answer = run(*CIDP, "--regimen", "A", "--product", "kiovig", "--region", "us", *STOCK, "--days", "5")
    assert answer.code == 5
    assert "NOTHING ELSE in " in answer.text
    assert "TYPE the same without --stock and --product" in answer.text
    assert "Octagam 10 %: not labelled for CIDP in US" in answer.text


def test_a_stock_that_runs_short_on_a_day_offers_what_is_enough() -> None:
    typed = (*CIDP, "--regimen", "A", "--product", "kiovig", *EU, *EMPTY_OF_PRIVIGEN)
    answer = run(*typed)
    assert answer.code == 5
    assert "NO VIALS 28 g: day 2: more than is left in stock; nearest nothing" in answer.text
    assert "Kiovig / Gammagard Liquid 10 % ordered, not enough" in run(*typed, columns=200).text
    assert "Flebogamma DIF 5 % 3x10, 600 mL" in run(*typed, columns=200).text


def test_several_asked_for_by_name_are_each_beside_what_can_be_given() -> None:
    answer = run(*ONE_COURSE, "--product", "kiovig")
    assert answer.code == 5
    assert "Kiovig / Gammagard Liquid 10 %:" in answer.text
    assert len(run(*ONE_COURSE, "--product", "kiovig", "--format", "json").json["instead"]["ordered"]) == 2


def test_without_a_label_anywhere_that_is_said() -> None:
    typed = ("dose", "--weight", "70", "--indication", "mg-generalised", "--product", "privigen", *EU)
    answer = run(*typed, *EMPTY_OF_PRIVIGEN, "--all", columns=200)
    assert "LABEL none is for MG generalised in EU: it decides nothing." in answer.text
    assert "Octagam 10 % 3x10" in answer.text


def test_only_the_first_rate_stands_where_no_label_prints_one_for_the_risk() -> None:
    answer = run(*ONE_COURSE, "--risk", "renal", columns=200)
    assert "Privigen 10 % ordered, none 137.5 34.38 1.4 none 21, first only" in answer.text


def test_vials_are_refused_with_exit_5_and_the_way() -> None:
    answer = run("vials", "28", "--product", "privigen", *EMPTY_OF_PRIVIGEN, *EU)
    assert (answer.code, answer.out) == (5, "")
    assert "in stock: Octagam 10 %" in answer.err
    assert "Gamunex-C" not in answer.err
    assert "ivigcalc dose --weight KG --indication NAME --stock" in answer.text
    json = run("vials", "28", "--product", "privigen", *EMPTY_OF_PRIVIGEN, "--format", "json").json
    assert (json["status"], json["exit_code"], json["error"]["code"]) == ("no-vials", 5, "none-in-stock")
    short = run("vials", "28", "--product", "kiovig", "--days", "3", *EMPTY_OF_PRIVIGEN)
    assert short.code == 5
    assert "what else suits the patient" in short.text


def test_a_worksheet_is_not_made_and_says_what_else_there_is(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.html"
    answer = run("worksheet", *ONE_COURSE[1:], "-o", str(sheet))
    assert (answer.code, answer.out) == (5, "")
    assert "Octagam 10 % 3x10" in answer.text
    assert not sheet.exists()


def test_only_the_course_that_is_compared_is_said_to_lack_vials() -> None:
    """Six vials of 10 g are 60 g of the 70 g of a day; of the other courses nothing is said but where to look."""
    answer = run(*CIDP, "--product", "octagam-10", *STOCK, columns=120)
    assert answer.code == 5
    assert answer.text.count("NO VIALS") == 1
    assert "NO VIALS 70 g: day 1: more than is left in stock; nearest 60 g" in answer.text
    assert "IN STOCK B: 70 g" in answer.text


def test_courses_without_grams_have_no_dates() -> None:
    """E, F and G are ranges: nobody knows on how many days they are given."""
    dates = next(line for line in run(*CIDP, "--start", "2026-12-01", "--all", columns=200).lines if "DATES" in line)
    said = "DATES A 2026-12-01 to 2026-12-05; B, C 2026-12-01 to 2026-12-02; D 2026-12-01"
    assert " ".join(dates.split()) == said
