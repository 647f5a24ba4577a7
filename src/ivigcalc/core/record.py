"""Records: frozen values with named fields, of which a program can have a hundred kinds and still start at once.

A data class of the standard library has source code written and compiled for each of its methods, which takes fifteen
times as long as making a record; for a hundred classes that is more than all the arithmetic of an answer. The methods
of a record are written once, here, and shared. To ``fields``, ``replace``, a type checker and pydantic it is a data
class.
"""

from dataclasses import MISSING, FrozenInstanceError, dataclass, fields
from typing import Any, NoReturn, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True)
def record(cls: type[T]) -> type[T]:
    """Make a class of annotated fields, some with defaults, a record: fields are given by name and never change.

    What a ``default_factory`` makes is made once and shared.
    """
    made: Any = dataclass(init=False, repr=False, eq=False, match_args=False, kw_only=True)(cls)
    own = fields(made)
    made.__record_names__ = {field.name: None for field in own}.keys()
    made.__record_defaults__ = {field.name: field.default for field in own if field.default is not MISSING} | {
        field.name: field.default_factory() for field in own if field.default_factory is not MISSING
    }
    made.__init__ = _checked_init if hasattr(made, "__post_init__") else _init
    made.__repr__, made.__eq__, made.__getstate__ = _repr, _eq, _state
    if "__hash__" not in vars(cls):
        made.__hash__ = _hash
    made.__setattr__ = made.__delattr__ = _refuse
    done: type[T] = made
    return done


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
    msg = f"{type(self).__name__}.{name} cannot be changed"
    raise FrozenInstanceError(msg)
