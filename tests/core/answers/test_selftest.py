"""What is compared in a self-test: a figure with the one published, at its place in the answer."""

from collections.abc import Mapping
from fractions import Fraction

import pytest

from ivigcalc.core.answers.selftest import Answered, Question, QuestionGroup, SelfTest, answer_at, selftest

ANSWER: Mapping[str, object] = {
    "status": "ok",
    "products": [{"id": "privigen", "g": "27.5"}, {"id": "kiovig", "g": "30"}],
    "policies": [{"policy": "ideal", "kg": "70.46"}],
    "odd": ["text"],
    "none": None,
}


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("status", "ok"),
        ("products.0.g", "27.5"),
        ("products.-1.g", "30"),
        ("products.kiovig.g", "30"),
        ("policies.ideal.kg", "70.46"),
        ("products.2.g", ""),
        ("products.-3.g", ""),
        ("products.other.g", ""),
        ("odd.privigen", ""),
        ("none", ""),
        ("none.g", ""),
        ("status.g", ""),
        ("no.such.place", ""),
    ],
)
def test_a_place_names_an_entry_by_its_number_or_its_id(place: str, found: str) -> None:
    assert answer_at(ANSWER, place) == found


def test_a_question_reads_as_a_command_line() -> None:
    options: dict[str, str | bool] = {"weight": "70", "order": "28 g daily", "tolerated": True}
    one = question({"exit": ("0",)}, ask="verify", options=options)
    assert one.line == "ivigcalc verify --weight 70 --order '28 g daily' --tolerated"
    assert question({"exit": ("0",)}, ask="vials", options={"grams": "28"}).line == "ivigcalc vials 28"


def question(
    expect: Mapping[str, tuple[str, ...]], within: str = "0", ask: str = "dose", options: Mapping[str, str | bool] = {}
) -> Question:
    return Question(id="Q1", ask=ask, options=options, expect=expect, within=Fraction(within), source="a paper")


def compared(one: Question, answered: Answered) -> SelfTest:
    return selftest([QuestionGroup(id="g", title="group", questions=(one,))], lambda _: answered, {}, {})


@pytest.mark.parametrize(
    ("expected", "within", "agrees"),
    [
        (("27.5",), "0", True),
        (("27.50",), "0", True),
        (("28",), "0.5", True),
        (("28",), "0.499", False),
        (("27",), "0.5", True),
        (("30", "27.5"), "0", True),
        (("30", "28"), "0", False),
        (("-27.5",), "1", False),
        (("none",), "100", False),
    ],
)
def test_a_figure_agrees_if_one_published_value_is_near_enough(
    expected: tuple[str, ...], within: str, *, agrees: bool
) -> None:
    found = compared(question({"products.privigen.g": expected}, within), Answered(exit_code=0, answer=ANSWER))
    assert [figure.agrees for figure in found.figures] == [agrees]
    assert [figure.found for figure in found.differing] == [] if agrees else ["27.5"]


def test_words_agree_only_if_they_are_the_same() -> None:
    found = compared(question({"status": ("caution",)}, "100"), Answered(exit_code=0, answer=ANSWER))
    assert [(figure.found, figure.agrees) for figure in found.figures] == [("ok", False)]


def test_a_refusal_differs_with_its_reason_where_a_figure_is_published_and_agrees_where_its_exit_code_is() -> None:
    one = question({"products.privigen.g": ("27.5",), "exit": ("2", "4")})
    found = compared(one, Answered(exit_code=4, answer={}, why="refused: too much"))
    assert [(figure.found, figure.agrees) for figure in found.figures] == [("refused: too much", False), ("4", True)]
    assert found.questions == 1


def test_what_is_not_there_differs() -> None:
    found = compared(question({"none": ("0",)}, "1"), Answered(exit_code=0, answer=ANSWER))
    assert [(figure.found, figure.agrees) for figure in found.figures] == [("nothing stands there", False)]
