"""Records: frozen values with named fields, of which a program can have a hundred kinds and still start at once.

A data class of the standard library has source code written and compiled for each of its methods, which takes fifteen
times as long as making a record; for a hundred classes that is more than all the arithmetic of an answer. The methods
of a record are written once, here, and shared. To ``fields``, a type checker and pydantic it is a data class.
"""

from typing import Any, ClassVar, NoReturn, TypeVar, dataclass_transform, get_origin

T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True)
def record(cls: type[T]) -> type[T]:
    """Make a class of annotated fields, some with defaults, a record: fields are given by name and never change.

    What a ``default_factory`` makes is made once and shared.
    """
    made: Any = cls
    own = [name for name, kind in made.__annotations__.items() if not _of_class(kind)]
    made.__record_names__ = dict.fromkeys([*getattr(made, "__record_names__", ()), *own]).keys()
    made.__record_defaults__ = {
        **getattr(made, "__record_defaults__", {}),
        **{name: _default(getattr(made, name)) for name in own if hasattr(made, name)},
    }
    made.__dataclass_fields__ = _DataClass()
    made.__init__ = _checked_init if hasattr(made, "__post_init__") else _init
    made.__repr__, made.__eq__, made.__getstate__ = _repr, _eq, _state
    if "__hash__" not in made.__dict__:
        made.__hash__ = _hash
    made.__setattr__ = made.__delattr__ = _refuse
    return cls


def replace(one: T, **changes: Any) -> T:
    """The same record with other values in some of its fields."""
    return type(one)(**{**_state(one), **changes})


def _of_class(kind: Any) -> bool:
    """Whether an annotation says that a name belongs to the class and is no field."""
    return kind.startswith("ClassVar") if isinstance(kind, str) else kind is ClassVar or get_origin(kind) is ClassVar


def _default(given: Any) -> Any:
    factory = getattr(given, "default_factory", None)
    return factory() if factory else given


class _DataClass:
    """Stands for the fields of a record until somebody asks: then the record is made known as a data class."""

    def __get__(self, _: object, owner: Any) -> Any:
        from dataclasses import dataclass  # noqa: PLC0415 - takes as long to import as many an answer

        return dataclass(init=False, repr=False, eq=False, match_args=False, kw_only=True)(owner).__dataclass_fields__


def _init(self: Any, **given: Any) -> None:
    kind = type(self)
    if given.keys() != kind.__record_names__:
        given = _completed(kind, given)
    object.__setattr__(self, "__dict__", given)


def _completed(kind: Any, given: dict[str, Any]) -> dict[str, Any]:
    """The fields that were given, and the defaults of the others.

    Raises:
        TypeError: a field is missing or unknown.
    """
    values = {**kind.__record_defaults__, **given}
    if values.keys() != kind.__record_names__:
        missing = ", ".join(sorted(kind.__record_names__ - values.keys())) or "nothing"
        unknown = ", ".join(sorted(values.keys() - kind.__record_names__)) or "nothing"
        msg = f"{kind.__name__}: missing {missing}; unknown {unknown}"
        raise TypeError(msg)
    return values


def _checked_init(self: Any, **given: Any) -> None:
    _init(self, **given)
    self.__post_init__()


def _repr(self: Any) -> str:
    shown = ", ".join(f"{name}={value!r}" for name, value in _state(self).items())
    return f"{type(self).__qualname__}({shown})"


def _eq(self: Any, other: object) -> Any:
    return _state(self) == _state(other) if type(self) is type(other) else NotImplemented


def _hash(self: Any) -> int:
    return hash(tuple(_state(self).values()))


def _state(self: Any) -> dict[str, Any]:
    """The fields alone: what a record has worked out and kept is no part of it."""
    return {name: self.__dict__[name] for name in type(self).__record_names__}


def _refuse(self: Any, name: str, *_: object) -> NoReturn:
    from dataclasses import FrozenInstanceError  # noqa: PLC0415 - only for a bug

    msg = f"{type(self).__name__}.{name} cannot be changed"
    raise FrozenInstanceError(msg)
