"""The profiles: all cases with ``thorough``, a share of them with ``quick``, and which ones does not change."""

import pytest
from hypothesis import settings

from tests import profiles


@pytest.fixture(params=["quick", "thorough"])
def profile(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """One of the profiles, in force."""
    name = str(request.param)
    monkeypatch.setattr(profiles, "settings", lambda **more: settings(settings.get_profile(name), **more))
    return name


def test_the_thorough_profile_tries_every_case_and_the_quick_one_a_tenth(profile: str) -> None:
    whole = profile == "thorough"
    assert profiles.cases(300) == profiles.examples(300).max_examples == (300 if whole else 30)
    assert [*profiles.spread(range(100))] == [*range(0, 100, 1 if whole else 10)]
    assert profiles.together(10) == (1 if whole else 10)


@pytest.mark.usefixtures("profile")
def test_no_law_is_tried_on_next_to_nothing() -> None:
    assert [profiles.cases(count) for count in (3, 8)] == [3, 8]
    assert len(profiles.spread(range(20))) >= 8
