"""The one rule of what a search finds. The index only saves work: every hit is confirmed by this rule.

A text and a query are folded alike (core/text/search_fold.py). A word of the query is found where the folded text
contains it. Where it begins with a letter or digit of a script that separates words by spaces (Latin, Greek, Cyrillic,
…), it is found only at the beginning of a word, which is where no such letter or digit is before it. A phrase that ends
with one must end where a word ends, too. Japanese, Chinese, Korean, emoji and signs are found anywhere.
"""

from collections.abc import Iterator
from typing import NamedTuple

from search.matching.scripts import OF_WORDS, OUTSIDE_WORDS


class Word(NamedTuple):
    """`text` is folded, and not empty. A phrase was written in quotes."""

    text: str
    is_phrase: bool = False


def places(word: Word, folded: str) -> Iterator[tuple[int, int]]:
    """Where the rule finds the word in a folded text: starts and ends, ascending, not overlapping."""
    text, size = word.text, len(word.text)
    begins = text[0] in OF_WORDS
    ends = word.is_phrase and text[-1] in OF_WORDS
    start = folded.find(text)
    while start >= 0:
        end = start + size
        if begins and start and folded[start - 1] in OF_WORDS:
            start = folded.find(text, _next_word(folded, start))
        elif ends and folded[end : end + 1] in OF_WORDS:
            start = folded.find(text, start + 1)
        else:
            yield start, end
            start = folded.find(text, end)


def contains(folded: str, word: Word) -> bool:
    return next(places(word, folded), None) is not None


def _next_word(folded: str, start: int) -> int:
    """Where the word that goes on at `start` is over. What is skipped is not compared again and again: a row of 10,000
    letters is read once."""
    outside = OUTSIDE_WORDS.search(folded, start)
    return outside.start() if outside else len(folded)
