"""What is wrong, as problems with what to type instead."""

from ivigcalc.core.problems import Problem, RefusedError, one_more_package


def test_a_missing_package_is_named_for_pip_and_for_pipx_with_what_does_without_it() -> None:
    found = one_more_package("no-pdf", "--output", "a PDF", "'typst<0.16'", "-o sheet.html")
    assert (found.code, found.field, found.message) == ("no-pdf", "--output", "a PDF needs one more package")
    assert found.next.startswith("pip install 'typst<0.16' where ivigcalc is installed")
    assert "pipx inject ivigcalc 'typst<0.16'" in found.next
    assert found.next.endswith("or -o sheet.html")


def test_what_is_allowed_stands_behind_what_to_type() -> None:
    assert Problem(code="a", message="b", next="type it", allowed=("x", "y")).todo == "type it; allowed: x; y"
    assert Problem(code="a", message="b").todo == ""


def test_a_refusal_says_each_problem() -> None:
    found = str(RefusedError(Problem(code="a", message="one"), Problem(code="b", message="two")))
    assert "one" in found
    assert "two" in found
