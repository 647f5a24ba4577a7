"""Where tests run side by side, cases of one test that need nothing of their own are tried in turn in one of them.

To set up a case, to end it and to tell of it takes longer than most cases do. In one process (``-n0``) each case is a
test by itself.
"""

from collections.abc import Generator, Iterator, Sequence
from functools import partial
from inspect import signature
from itertools import groupby
from typing import Any, Final

import pytest

MOST: Final = 10
"""How many cases are tried in turn at most: a tenth of a test run is not to wait for one of them."""

SHARED: Final = {
    *("catalogue", "run"),
    *("no_user_files", "modules_once", "read_once", "pdfs_apart", "nothing_kept_of_changed_preparations"),
}
"""Fixtures that are the same for all cases of a test."""

FOLDER: Final = {"tmp_path", "tmp_path_factory", "request"}
"""An empty folder, and what pytest makes it with: each case gets one of its own below it."""

CASES: Final = pytest.StashKey[Sequence[pytest.Function]]()
"""The cases that a test tries in turn."""

FAILED: Final[dict[str, str]] = {}
"""The first case that failed, by that which was tried first."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One test for each so many cases in a row."""
    items[:] = [one for _, found in groupby(items, key=lambda item: item.location[:2]) for one in _together([*found])]


def _together(items: Sequence[pytest.Item]) -> Iterator[pytest.Item]:
    """The cases of one test: by themselves if they need something of their own."""
    cases = [item for item in items if isinstance(item, pytest.Function) and _shares_all(item)]
    if len(cases) < len(items):
        yield from items
        return
    for first in range(0, len(cases), MOST):
        cases[first].stash[CASES] = cases[first : first + MOST]
        yield cases[first]


def _shares_all(case: pytest.Function) -> bool:
    """Whether a case needs nothing but its values, a folder and what all share, and is marked in no other way."""
    if not hasattr(case, "callspec") or {mark.name for mark in case.own_markers} != {"parametrize"}:
        return False
    needed = {*case.fixturenames} - {*case.callspec.params} - SHARED
    return not needed or (needed == FOLDER and "request" not in signature(case.obj).parameters)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Try each case, whatever becomes of those before it."""
    cases = pyfuncitem.stash.get(CASES, ())
    names = {*signature(pyfuncitem.obj).parameters} if cases else set()
    ended: dict[str, BaseException] = {}
    for number, case in enumerate(cases):
        values: dict[str, Any] = {**pyfuncitem.funcargs, **case.callspec.params}
        if "tmp_path" in names:
            values["tmp_path"] /= str(number)
            values["tmp_path"].mkdir()
        call = pytest.CallInfo.from_call(
            partial(case.obj, **{name: values[name] for name in names}),
            when="call",
            reraise=(KeyboardInterrupt, SystemExit, pytest.exit.Exception),
        )
        if call.excinfo:
            ended[case.nodeid] = call.excinfo.value
    failed = {name: error for name, error in ended.items() if not isinstance(error, pytest.skip.Exception)}
    if failed:
        FAILED[pyfuncitem.nodeid] = next(iter(failed))
    if len(failed) > 1:
        raise BaseExceptionGroup(", ".join(failed), [*failed.values()])
    for error in failed.values():
        raise error
    if ended:
        pytest.skip("; ".join(map(str, ended.values())))
    return True if cases else None


@pytest.hookimpl(wrapper=True)
def pytest_report_to_serializable(
    report: pytest.CollectReport | pytest.TestReport,
) -> Generator[None, dict[str, Any], dict[str, Any]]:
    """A failure is told under the name of the case that failed, and not of that which was tried first."""
    told = yield
    return {**told, "nodeid": FAILED[report.nodeid]} if report.failed and report.nodeid in FAILED else told
