"""The calendar: parsed by a library, a day an event, the figures of the JSON, and no line too long."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from icalendar import Calendar

from ivigcalc.report.ics import _folded
from tests.profiles import examples, members
from tests.program import run
from tests.report.sheet.test_figures import orders

EU = ("--region", "eu", "--start", "2026-12-30")
CIDP = ("--weight", "70", "--indication", "cidp", "--product", "privigen", "--regimen", "A", *EU)
LATER = (*CIDP[:-6], "--regimen", "C", *EU)
PLANS = {"course": CIDP, "cycles": (*LATER, "--cycles", "3"), "until": (*LATER, "--until", "2027-02-15")}


def events_of(text: str) -> list[Any]:
    """The events of a calendar."""
    return Calendar.from_ical(text).walk("VEVENT")


def test_where_a_risk_has_no_figure_the_day_says_why_no_time_and_the_rate_to_start_at() -> None:
    """Privigen's EU label: 0.3 mL/kg/h at first, 21 mL/h for 70 kg; at 70 years the minimum rate, without a figure."""
    said = str(events_of(printed(*CIDP, "--age", "70"))[0]["DESCRIPTION"])
    assert "time not worked out, CAUTION" in said
    assert "renal" in said
    assert "the label prints no figure; start at 21 mL/h; how far to raise it is for the prescriber" in said
    assert "CAUTION" not in str(events_of(printed(*CIDP))[0]["DESCRIPTION"])


def test_where_no_rate_is_known_a_risk_is_said_all_the_same() -> None:
    """No ladder of Nanogam was read; at renal risk labels ask for the minimum rate practicable."""
    order = ("--weight", "60", "--age", "40", "--indication", "gbs", "--product", "nanogam", "--regimen", "A", *EU[2:])
    said = str(events_of(printed(*order, "--risk", "renal"))[0]["DESCRIPTION"])
    assert "time no rate, CAUTION renal risk: minimum rate practicable, from the label in the pack; " in said
    assert "time no rate; " in str(events_of(printed(*order))[0]["DESCRIPTION"])


def printed(*words: str) -> str:
    """The calendar as it is printed."""
    answer = run("dose", *words, "--format", "ics")
    assert answer.code == 0
    return answer.out


@pytest.mark.parametrize("plan", PLANS)
def test_it_is_a_calendar_with_an_event_for_each_infusion_day(plan: str) -> None:
    answer = run("dose", *PLANS[plan], "--format", "json").json
    cycles = answer["repeat"]["cycles"] if "repeat" in answer else [answer["products"][0]["plans"][0]]
    dates = [date.fromisoformat(day["date"]) for cycle in cycles for day in cycle["days"]]
    text = printed(*PLANS[plan])
    events = events_of(text)
    assert [event["DTSTART"].dt for event in events] == dates
    assert [event["DTEND"].dt - event["DTSTART"].dt for event in events] == [timedelta(days=1)] * len(dates)
    assert {event["DTSTAMP"].dt for event in events} == {datetime(2026, 12, 30, tzinfo=UTC)}
    assert len({event["UID"] for event in events}) == len(dates)
    assert not any(event.errors for event in events)
    assert all(answer["check_code"] in event["DESCRIPTION"] for event in events)


def test_an_event_says_the_dose_of_the_day_and_no_name() -> None:
    event = events_of(printed(*CIDP))[0]
    assert event["SUMMARY"] == "IVIg day 1 of 5"
    assert event["DESCRIPTION"].startswith(
        "DOSE 27.5 g (275 mL): 1 x 20 g + 1 x 5 g + 1 x 2.5 g; time 2 h 21 min; course 137.5 g in all, NOT per day; "
    )
    assert (event["CLASS"], event["TRANSP"]) == ("PRIVATE", "TRANSPARENT")
    assert "rivigen" not in printed(*CIDP)
    assert "CIDP" not in printed(*CIDP)


def test_what_is_opened_and_not_given_is_said() -> None:
    """71 kg, 0.4 g/kg: 28.4 g of vials of 20, 10, 5 and 2.5 g."""
    said = str(events_of(printed("--weight", "71", *CIDP[2:], "--round", "exact"))[0]["DESCRIPTION"])
    opened = sum(Decimal(each) * Decimal(size) for each, size in re.findall(r"([0-9]+) x ([0-9.]+) g", said))
    assert said.startswith("DOSE 28.4 g")
    assert f"; DISCARD {opened - Decimal('28.4')} g; " in said
    assert "DISCARD" not in printed(*CIDP)


def test_a_cycle_that_no_source_gives_says_so_on_its_day() -> None:
    """ "every 3 weeks, two doses" (Lim 2020)."""
    order = ("--weight", "70", "--indication", "dermatomyositis", "--regimen", "E", "--product", "octagam-10", *EU)
    said = "; CAUTION cycles 3 to 4 are more than the source gives (every 3 weeks, two doses); "
    days = [str(event["DESCRIPTION"]) for event in events_of(printed(*order, "--cycles", "4"))]
    assert [said in day for day in days] == [False, False, True, True]


@given(words=orders())
@examples(80)
def test_the_figures_are_those_of_the_json(words: list[str]) -> None:
    dated = [*words, *(() if "--start" in words else ("--start", "2027-02-26"))]
    answer = run("dose", *dated, "--format", "json")
    assume(answer.code == 0 and answer.json["check_code"])
    made = answer.json["products"][0]["plans"][0]
    events = events_of(printed(*dated))
    for event, day in members(zip(events, made["days"], strict=True)):
        assert event["DTSTART"].dt.isoformat() == day["date"]
        said = event["DESCRIPTION"].partition(";")[0]
        assert said.startswith(f"DOSE {day['dispensed_g']} g (")
        volume = said.partition("(")[2].partition(" mL")[0]
        assert abs(Decimal(volume) - Decimal(day["volume_ml"])) <= Decimal("0.05")
        vials = " + ".join(f"{vial['count']} x {vial['size_g']} g" for vial in day["vials"])
        assert said.endswith(f"mL): {vials}")
        assert f"course {made['dispensed_g_course']} g in all" in event["DESCRIPTION"]


def test_lines_end_as_the_standard_says_and_the_same_bytes_come_twice() -> None:
    text = printed(*CIDP)
    assert text == printed(*CIDP)
    assert text.count("\r\n") == text.count("\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), max_size=300))
def test_folding_keeps_every_sign_and_no_line_is_long(text: str) -> None:
    pieces = [*_folded(f"X:{text}")]
    assert pieces[0] + "".join(piece.removeprefix(" ") for piece in pieces[1:]) == f"X:{text}"
    assert max(len(piece.encode()) for piece in pieces) <= 75


def test_several_courses_or_no_first_day_are_refused() -> None:
    answer = run("dose", "--weight", "70", "--indication", "cidp", "--format", "ics")
    assert (answer.code, answer.out) == (2, "")
    assert "nothing was written" not in answer.err
    assert [option for option in ("--product", "--regimen", "--start") if option not in answer.err] == []


def test_what_an_open_caution_holds_back_is_no_calendar() -> None:
    answer = run("dose", *CIDP, "--risk", "renal", "--strict", "--format", "ics")
    assert (answer.code, answer.out) == (3, "")
    assert "nothing was written as ics" in answer.err
