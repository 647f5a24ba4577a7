"""What of a file cannot be read, and what stands in for it, so that everything else is checked in the same run.

Whatever cannot be read is stood in for twice, by very different values. What a check finds with both does not rest on
them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache, cached_property
from types import NoneType, UnionType
from typing import Any, Final, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError

from ivigcalc.catalogue.mistakes import Finding, Location
from ivigcalc.core.facts.fact import Measure
from ivigcalc.core.names.words import near
from ivigcalc.core.record import Record

FORMS: Final = {"Daily": "daily", "Spread": "spread", "Sequence": "sequence", "Range": "range"}
"""The regimen forms by the class that pydantic tries for each; an error names the class it tried."""

UNKNOWN_KEY: Final = ("unexpected_keyword_argument", "extra_forbidden")
"""What pydantic calls a key that a record does not have."""

WHOLE: Final = ""
"""The key of a whole file."""

MOST_ROUNDS: Final = 12
"""A value whose stand-ins do not fit after so many rounds is given up; a record in a record takes one more each."""

Value = TypeVar("Value")

PLAIN: Final[dict[type, tuple[Any, Any]]] = {
    str: ("", "?"),
    int: (1, 1_000_000),
    Decimal: (Decimal(1), Decimal(1_000_000)),
    bool: (False, True),
    date: (date.min, date.max),
}


MAPPINGS: Final = (dict, Mapping)

NO_FORM: Final = "no-form"
"""What is wrong with a regimen whose form is none of these."""


class Unread(Record):
    """What could not be read, so that nothing is said to be missing that may stand there."""

    texts: frozenset[str] = frozenset()
    """Every text in it: ids that may be given or cited there."""
    lists: frozenset[str] = frozenset()
    """The top-level keys below which there may be more ids than are known."""
    whole: frozenset[str] = frozenset()
    """The top-level keys of which nothing could be read."""

    def may_hold(self, key: str, entry_id: str) -> bool:
        """Whether an id that is not known may be one below a top-level key."""
        return key in self.lists or entry_id in self.texts


ALL_READ: Final = Unread()


class FileAsRead(Record):
    """A data file with invented values at the places that cannot be read; and those places, with their texts."""

    value: Any
    places: frozenset[Location] = frozenset()
    texts: frozenset[str] = frozenset()

    @cached_property
    def _lists(self) -> frozenset[Location]:
        """The lists below the top in which something stands in for an entry, or for a part of one."""
        steps = ((place, at) for place in self.places for at in range(2, len(place)))
        return frozenset(place[:at] for place, at in steps if isinstance(place[at], int))

    def rests_on(self, location: Location) -> bool:
        """Whether what stands at a location is no value of the file, or a list of which an entry is none."""
        return _within(location, self.places) or location in self._lists


def _within(location: Location, places: AbstractSet[Location]) -> bool:
    return any(location[:length] in places for length in range(len(location) + 1))


Readings = tuple[FileAsRead, FileAsRead]
"""A file with the one and with the other stand-ins; the same twice where all of it can be read."""


def readings(value: Any, shape: type[Record], adapter: TypeAdapter[Any]) -> tuple[Readings, ValidationError | None]:
    """A value in its shape, and what does not fit."""
    try:
        reading = FileAsRead(value=adapter.validate_python(value))
    except ValidationError as error:
        return (_reading(value, shape, adapter, second=False), _reading(value, shape, adapter, second=True)), error
    return (reading, reading), None


def unread(files: Iterable[Readings]) -> Unread:
    """What of several files could not be read."""
    firsts = [reading for reading, _ in files]
    places = [place for reading in firsts for place in reading.places]
    whole = {key for one in firsts for key in one.value.field_names if one.rests_on((key,))}
    ids = {str(place[0]) for place in places if len(place) == len(("key", "number")) or place[-1:] == ("id",)}
    table = {str(place[0]) for place in places if place[:1] == ("table2",)}
    texts = frozenset(text for reading in firsts for text in reading.texts)
    return Unread(texts=texts, lists=frozenset(whole | ids | table), whole=frozenset(whole))


def in_both(one: Value, other: Value, check: Callable[[Value], Iterable[Finding]]) -> list[Finding]:
    """What a check finds in both of two values, which may be the same, each once.

    What is told behind a semicolon (what is allowed, what may be meant) is left out where the two differ in it.
    """
    found = dict.fromkeys(check(one))
    if other is one or other == one:
        return [*found]
    again = dict.fromkeys(check(other))
    shared = {*map(_fault, found)} & {*map(_fault, again)}
    return [
        *dict.fromkeys(
            finding if finding in again else _fault(finding) for finding in found if _fault(finding) in shared
        )
    ]


def _fault(finding: Finding) -> Finding:
    location, message = finding
    return location, message.partition(";")[0]


def _reading(value: Any, shape: type[Record], adapter: TypeAdapter[Any], *, second: bool) -> FileAsRead:
    """One of two readings. Where no stand-ins fit the whole file is stood in for."""
    root: dict[str | int, Any] = {WHOLE: _copy(value)}
    places, texts = set[Location](), set[str]()
    for _ in range(MOST_ROUNDS):
        try:
            value = adapter.validate_python(root[WHOLE])
            return FileAsRead(value=value, places=frozenset(places), texts=frozenset(texts))
        except ValidationError as error:
            wrong = [*wrong_places(error, root[WHOLE])]
        known, changed = frozenset(places), set[Location]()
        for location, what, _ in wrong:
            if _within(location, changed):
                continue
            if what in UNKNOWN_KEY:
                place = location
                _take_out(root[WHOLE], place, keys_at(place[:-1], shape, root[WHOLE]) if second else (), texts)
            else:
                # of a regimen of no form nothing says what its keys should be
                place, kind = _kind_at(location[:-1] if what == NO_FORM else location, shape, root[WHOLE])
                while place and place in known:  # what stands in there does not fit either
                    place, kind = _kind_at(place[:-1], shape, root[WHOLE])
                *path, step = (WHOLE, *place)
                above = _at(root, tuple(path))
                texts.update(_texts(above[step] if step in above or isinstance(step, int) else None))
                above[step] = stand_in(kind, second=second)
            changed.add(place)
        places |= changed
    return FileAsRead(value=adapter.validate_python(stand_in(shape, second=second)), places=frozenset({()}))


def _take_out(value: Any, location: Location, keys: Iterable[str], texts: set[str]) -> None:
    """Take out a key that its record does not have; what it held goes to the key that may be meant, if any."""
    above = _at(value, location[:-1])
    taken = above.pop(location[-1])
    texts.update(_texts(taken))
    for meant in [key for key in near(str(location[-1]), keys) if key not in above][:1]:
        above[meant] = taken


def keys_at(location: Location, shape: type[Record], value: Any) -> tuple[str, ...]:
    """The keys that a record at a location may have."""
    kind = _kind_at(location, shape, value)[1]
    kinds = [one for one in (kind, *get_args(kind)) if _is_a(one, Record)]
    return tuple(dict.fromkeys(name for one in kinds for name in one.field_names))


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    return [_copy(item) for item in value] if isinstance(value, list) else value


def wrong_places(error: ValidationError, value: Any) -> Iterator[tuple[Location, str, Any]]:
    """Each location at which a value does not fit, pydantic's type of the error or ``NO_FORM``, and its details."""
    for detail in error.errors(include_url=False):
        location, form = _without_form(detail["loc"])
        if form:
            regimen = _at(value, location[:4])
            stated = regimen.get("form") if isinstance(regimen, dict) else None
            if stated not in FORMS.values():
                yield (*location[:4], "form"), NO_FORM, detail
                continue
            if stated != form:
                continue
        yield location, detail["type"], detail


def _without_form(location: Location) -> tuple[Location, str]:
    """A location without the class that pydantic tried for a regimen, and the form of that class ("" if none)."""
    tried = next((step for step in location if isinstance(step, str) and step in FORMS), "")
    return tuple(step for step in location if step != tried or not tried), FORMS.get(tried, "")


def _at(value: Any, location: Location) -> Any:
    at: Any = value
    for step in location:
        at = at[step]
    return at


def _texts(value: Any) -> Iterator[str]:
    """Every text in a value, keys too."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from (str(key), *_texts(item))
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield value


@cache
def _hints(kind: type[Record]) -> dict[str, Any]:
    return get_type_hints(kind)


def _kind_at(location: Location, shape: type[Record], value: Any) -> tuple[Location, Any]:
    """The location, as far as it leads to a field or an entry of a list, and what kind of value belongs there.

    It ends at a list of plain values: of one that is wrong the whole list is not read.
    """
    kind: Any = shape
    for number, step in enumerate(location):
        below = _below(kind, step, value) if isinstance(value, (dict, list)) else None
        if below is None or (isinstance(step, int) and not _is_record(below)):
            return location[:number], kind
        kind = below
        value = value.get(step) if isinstance(value, dict) else value[step]
    return location, kind


def _is_record(kind: Any) -> bool:
    return any(_is_a(one, Record) for one in (kind, *get_args(kind)))


def _below(kind: Any, step: str | int, value: Any) -> Any:
    """What kind of value belongs at a key or position of a value of some kind; None where nothing does."""
    if get_origin(kind) in {Union, UnionType}:
        records = [one for one in get_args(kind) if _is_a(one, Record)]
        stated = value.get("form") if isinstance(value, dict) else None
        named = [one for one in records if FORMS.get(one.__name__) == stated and stated]
        kind = next(iter((*named, *records)), get_args(kind)[0])
    if _is_a(kind, Record):
        return _hints(kind).get(str(step), str) if isinstance(step, str) else None
    if get_origin(kind) is tuple:
        return get_args(kind)[0] if isinstance(step, int) else None
    return get_args(kind)[1] if get_origin(kind) in MAPPINGS else None


def stand_in(kind: Any, *, second: bool) -> Any:
    """The one or the other value of a kind, as a file would have it."""
    inside, origin = get_args(kind), get_origin(kind)
    if kind is Measure:
        return {"basis": "max", "unit": PLAIN[str][second], "value": PLAIN[Decimal][second]}
    if _is_a(kind, Record):
        needed = [name for name in kind.field_names if not hasattr(kind, name)]
        value: Any = {name: stand_in(_hints(kind)[name], second=second) for name in needed}
    elif _is_a(kind, Enum):
        value = [*kind][-second].value
    elif origin is Literal:
        value = inside[-second]
    elif origin is tuple:
        value = [stand_in(inside[0], second=second)] if second else []
    elif origin in MAPPINGS:
        value = {}
    elif origin in {Union, UnionType}:
        value = None if NoneType in inside and not second else stand_in(inside[0], second=second)
    else:
        value = PLAIN[kind][second]
    return value


def _is_a(kind: Any, base: type) -> bool:
    return isinstance(kind, type) and issubclass(kind, base)
