"""ivigcalc: work out intravenous immunoglobulin courses in neurology and choose a preparation.

For programs: ``ivigcalc.dose(weight="70 kg", indication="cidp")`` and its sisters, in ``ivigcalc.library.functions``.
"""

__version__ = "0.1.0"

__all__ = ["Refused", "compare", "dose", "infusion", "products", "verify", "vials", "worksheet"]


def __getattr__(name: str) -> object:
    """A function of the library, imported when it is first asked for: the program itself does not need it."""
    if name not in __all__:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module  # noqa: PLC0415 - as the docstring says

    found = globals()[name] = getattr(import_module("ivigcalc.library.functions"), name)
    return found


def __dir__() -> list[str]:
    """What a program is to see: completion offers these, and not the rooms inside."""
    return ["__version__", *__all__]
