"""Which indications are shown: all of them, the one that a name fits in full, or those in which it occurs."""

import pytest

from ivigcalc.core.answers.indications import indications
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.problems import RefusedError


def test_without_a_name_all_are_shown(catalogue: Catalogue) -> None:
    answer = indications(None, catalogue)
    assert answer.indications == catalogue.indications
    assert not answer.single


def test_a_name_in_full_shows_that_indication_alone(catalogue: Catalogue) -> None:
    answer = indications("CIDP", catalogue)
    assert [indication.id for indication in answer.indications] == ["cidp"]
    assert answer.single


def test_the_beginning_of_a_word_shows_every_indication_that_has_it(catalogue: Catalogue) -> None:
    answer = indications("myasthen", catalogue)
    assert len(answer.indications) > 1
    assert all("myasthen" in str(indication).casefold() for indication in answer.indications)
    assert not answer.single


@pytest.mark.parametrize(("name", "code"), [("qqq", "unknown-indication"), ("Kawasaki disease", "out-of-scope")])
def test_what_no_indication_is_called_is_refused(name: str, code: str, catalogue: Catalogue) -> None:
    with pytest.raises(RefusedError) as caught:
        indications(name, catalogue)
    assert [problem.code for problem in caught.value.problems] == [code]
