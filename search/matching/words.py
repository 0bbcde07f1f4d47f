"""The one rule of what a search finds. The index only saves work: every hit is confirmed by this rule.

A text and a query are folded alike (core/text: NFKC, case, Latin accents, variants of kanji; white space is one space).
A word of the query is found where the folded text contains it; where it begins with a letter or digit of a script that
separates words by spaces (Latin, Greek, Cyrillic, …), only at the beginning of a word. A quoted phrase must end where a
word ends, too. Japanese, Chinese, Korean and emoji are found anywhere.
"""

from collections.abc import Iterator
from typing import NamedTuple


class Word(NamedTuple):
    """`text` is folded. A phrase was written in quotes."""

    text: str
    is_phrase: bool = False


def places(word: Word, folded: str) -> Iterator[tuple[int, int]]:
    """Where the rule finds the word in a folded text: starts and ends, ascending, not overlapping."""
    raise NotImplementedError


def contains(folded: str, word: Word) -> bool:
    return next(places(word, folded), None) is not None
