"""Volumes that are called the total one: behind a dose and its days they say it again."""

from collections.abc import Sequence
from typing import Final

from ivigcalc.core.problems import RefusedError
from ivigcalc.intake.written.grouping.totals import DAYS_TOLD, ENDS_OF_COURSE
from ivigcalc.intake.written.tokens.refusal import order_refusal
from ivigcalc.intake.written.tokens.tokens import CUMULATIVE, DEPTH, OF_TOTAL, TOTAL_DOSE, Token

DAYS_BEFORE: Final = DAYS_TOLD | {"divided-over", "every"}
"""Kinds of words that say on how many days, or how often."""


TOTALS: Final = frozenset((OF_TOTAL, TOTAL_DOSE, CUMULATIVE))
"""What words say that make a volume behind them that of all days: "total", "total dose", "cumulative dose"."""

TOTAL_VOLUME: Final = "total-volume"
"""The kind of "total" before a volume; of "total dose" it says so: that is of all days, and of no day."""

BESIDE_VOLUME: Final = frozenset(
    ("open", "close", "colon", "link", "again", "in-all", "per-day", "daily", TOTAL_VOLUME)
)
"""Kinds of what may stand between the word "volume" and its figure."""


def with_total_volumes(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with a total volume behind a dose and its days in brackets: "28 g daily x 5, total volume 1400 mL".

    It is that of all days, and makes no total of the dose before it.

    Raises:
        RefusedError: behind the words nothing stands; or they call two volumes so that are not the same.
    """
    made: list[Token] = []
    told, at, inside = set[str](), 0, 0
    said: Token | None = None
    while at < len(tokens):
        token = tokens[at]
        inside += DEPTH.get(token.kind, 0)
        told = set() if token.kind in ENDS_OF_COURSE else told | {token.kind}
        said = said if told else None
        behind = _behind_total_volume(tokens, at) if "dose" in told and told & DAYS_BEFORE else 0
        if behind and all(one.kind == "close" for one in tokens[behind : behind + 2]):
            raise _no_volume(text)
        end = behind + 1 if behind and tokens[behind].kind == "volume-of" else 0
        end = at + 2 if "dose" in told and told & DAYS_BEFORE and _is_total_behind(tokens, at) else end
        row = [one for one in tokens[at:end] if one.kind in {"volume", "volume-of"} or one.says in TOTALS]
        for volume in row:
            if said and volume.number not in {None, said.number}:
                why = f": it says the total volume {said.text!r}, and again {volume.text!r}"
                raise order_refusal(text, "order-contradicts", why, "ask the prescriber; write the one that is right")
            said = volume if volume.number else said
        row = [_of_volume(one) for one in row]
        made += row if inside or not row else [Token(kind="open"), *row, Token(kind="close")]
        made += [] if row else [token]
        at = max(end, at + 1)
    return made


def check_volume_labels(text: str, tokens: Sequence[Token]) -> None:
    """Refuse the word "volume" without a volume right beside it: its figure is missing.

    Raises:
        RefusedError: one stands so.
    """
    said = [token for token in tokens if token.kind not in BESIDE_VOLUME]
    for before, token, behind in zip((None, *said), said, (*said[1:], None), strict=False):
        told = (before and before.kind == "volume-of") or (behind and behind.kind in {"volume-of", "dose"})
        if token.kind == "volume" and not told:
            why, hint = f": beside {token.text!r} its figure is missing", "write it in mL, or leave that word out"
            raise order_refusal(text, "order-unreadable", why, hint)


def _behind_total_volume(tokens: Sequence[Token], at: int) -> int:
    """The token behind the words "total" and "volume", or "total" before a volume, the first at a token; 0 for none."""
    place = at
    first = not at or not _is_before_volume(tokens[at - 1])
    while first and place < len(tokens) and _is_before_volume(tokens[place]):
        place += 1
    words = tokens[at:place]
    kinds = [one.kind for one in words], [one.kind for one in tokens[place : place + 1]]
    volume = "volume" in kinds[0] or kinds[1] == ["volume-of"]
    return place if volume and any(one.says in TOTALS for one in words) else 0


def _is_total_behind(tokens: Sequence[Token], at: int) -> bool:
    """Whether a volume stands at a token, and behind it "total", which is said of nothing else: "1400 mL total"."""
    row = [*tokens[at : at + 3], Token(kind="end")]
    return row[0].kind == "volume-of" and row[1].says == OF_TOTAL and row[2].kind in {"and", "close", "end"}


def _no_volume(text: str) -> RefusedError:
    """The words "total volume" at the end of an order, or of its brackets."""
    why, hint = ": behind its last words something is missing", "write the total volume, or leave these words out"
    return order_refusal(text, "order-unreadable", why, hint)


def _of_volume(token: Token) -> Token:
    """A token beside a volume: "total" is of that volume, and of no dose or days."""
    if token.says not in TOTALS:
        return token
    return token.replaced(kind=TOTAL_VOLUME, says="" if token.says == OF_TOTAL else token.says)


def _is_before_volume(token: Token) -> bool:
    """Whether it may stand before a volume that is called the total one."""
    return token.kind in {"volume", "colon", "link"} or token.says in TOTALS
