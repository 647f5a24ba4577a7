"""Record: the base class of frozen values with named fields.

A record behaves like a frozen, keyword-only data class of the standard library. That one writes and compiles source
code for each class (0.9 ms a class, with a hundred classes more than all the arithmetic of an answer); the methods of
a record are written once and inherited.
"""

from enum import StrEnum
from typing import Any, ClassVar, Final, NoReturn, Self, dataclass_transform


def _is_class_variable(annotation: Any) -> bool:
    if isinstance(annotation, str):
        return annotation.startswith("ClassVar")
    return annotation is ClassVar or getattr(annotation, "__origin__", None) is ClassVar


def _default(given: Any) -> Any:
    factory = getattr(given, "default_factory", None)
    return factory() if factory else given


_set: Final = object.__setattr__
"""How the fields of a record are set, once."""


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Record:
    """A frozen value: annotated fields, some with defaults, given by name and never changed.

    The value that a ``default_factory`` makes is made once and shared by all records of the class. What a record works
    out and keeps (``cached_property``) is no field: it is not compared, shown, copied or pickled.
    """

    field_names: ClassVar[tuple[str, ...]] = ()
    """The fields, those of base classes first."""

    _field_set: ClassVar[frozenset[str]] = frozenset()
    _defaults: ClassVar[dict[str, Any]] = {}
    _checked: ClassVar[bool] = False
    """Whether the class has something to check of its fields."""

    def __init_subclass__(cls) -> None:
        """Collect the fields of the class and their defaults."""
        super().__init_subclass__()
        of_class = cls.__dict__
        own = [name for name, kind in cls.__annotations__.items() if type(kind) is type or not _is_class_variable(kind)]
        cls.field_names = tuple(dict.fromkeys((*cls.field_names, *own)))
        cls._field_set = frozenset(cls.field_names)
        cls._checked = cls.__post_init__ is not Record.__post_init__
        cls._defaults = {**cls._defaults, **{name: _default(of_class[name]) for name in own if name in of_class}}

    def __init__(self, **given: Any) -> None:
        """Take the fields by name.

        Raises:
            TypeError: a field is missing or unknown.
        """
        if given.keys() != self._field_set:
            given = self._completed(given)
        _set(self, "__dict__", given)
        if self._checked:
            self.__post_init__()

    def __post_init__(self) -> None:
        """Check the values of the fields; for classes that have something to check."""

    @classmethod
    def _completed(cls, given: dict[str, Any]) -> dict[str, Any]:
        """The fields that were given, and the defaults of the others.

        Raises:
            TypeError: a field is missing or unknown.
        """
        values = {**cls._defaults, **given}
        if values.keys() != cls._field_set:
            missing = ", ".join(sorted(cls._field_set - values.keys())) or "nothing"
            unknown = ", ".join(sorted(values.keys() - cls._field_set)) or "nothing"
            msg = f"{cls.__name__}: missing {missing}; unknown {unknown}"
            raise TypeError(msg)
        return values

    def replaced(self, **changes: Any) -> Self:
        """A copy with other values in some of its fields."""
        return type(self)(**{**self.__getstate__(), **changes})

    def __getstate__(self) -> dict[str, Any]:
        """The fields with their values: what is compared, shown, copied and pickled."""
        values = self.__dict__
        return {name: values[name] for name in self.field_names}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take the fields back from what was pickled: all of them, and nothing else.

        Raises:
            TypeError: a field is missing or unknown.
        """
        if state.keys() != self._field_set:
            msg = f"{type(self).__name__}: what was pickled has other fields"
            raise TypeError(msg)
        _set(self, "__dict__", state)

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self.__getstate__().items())
        return f"{type(self).__qualname__}({shown})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Record) or type(self) is not type(other):
            return NotImplemented
        return self.__getstate__() == other.__getstate__()

    def __hash__(self) -> int:
        return hash(tuple(self.__getstate__().values()))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        self._refuse(name)

    def __delattr__(self, name: str) -> NoReturn:
        self._refuse(name)

    def _refuse(self, name: str) -> NoReturn:
        msg = f"{type(self).__name__}.{name} cannot be changed"
        raise AttributeError(msg)


class Choice(StrEnum):
    """One of a few words of the data files. There is one of each, which nothing that is read can change."""

    def __setstate__(self, _state: object) -> NoReturn:
        msg = f"{self} cannot be changed"
        raise TypeError(msg)


class FileRecord(Record):
    """A record that mirrors a mapping of a data file. An unknown key in the file is an error."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
