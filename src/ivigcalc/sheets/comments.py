"""Signs with which a comment begins: a row that begins with one was commented out, unless all rows do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

COMMENT, COMMENT_OR_KEY = "comment", "comment-or-key"
"""How data/tables.yaml calls signs of comments: those that begin no key, and those that all keys may begin with."""


class CommentSigns(NamedTuple):
    """The signs of comments, and those of them with which all of something may begin."""

    sign: re.Pattern[str]
    may_begin_keys: frozenset[str]

    def of(self, text: str) -> str:
        """The sign with which a text begins, "" for none."""
        found = self.sign.match(text)
        return found[1].casefold() if found else ""

    def shared(self, texts: Iterable[str]) -> str:
        """The sign with which all texts begin, where it may be a part of them; "" for none."""
        begun = {self.of(text) for text in texts}
        one = begun.pop() if len(begun) == 1 else ""
        return one if one in self.may_begin_keys else ""


def comment_signs(always: Collection[str], may_begin_keys: Collection[str]) -> CommentSigns:
    """The signs of comments: ``always`` are those that begin nothing else, ``may_begin_keys`` the others."""
    signs = sorted({*always, *may_begin_keys}, key=len, reverse=True)
    return CommentSigns(re.compile(rf"\s*({'|'.join(map(_pattern, signs))})", re.IGNORECASE), frozenset(may_begin_keys))


def _pattern(sign: str) -> str:
    """A sign; of a word the whole one."""
    return rf"{re.escape(sign)}(?=\s)" if sign.isalpha() else re.escape(sign)
