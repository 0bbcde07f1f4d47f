"""Keywords of people, found in texts.

Text and keyword are folded as for a search (core/text/search_fold.py). Where words are separated by spaces a keyword is a whole
word; between kana, Chinese characters, hangul and Thai it is found anywhere.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from chat.mentions import UNSPACED
from core.text.search_fold import search_fold, search_folds

# Characters of a keyword, as it is typed and as it is compared: "㌀" is compared as four.
LONGEST_KEYWORD = 60
# Characters of a folded text that are looked at. A text has 10,000, and a fold may have eighteen for each.
LONGEST_FOLD = 20_000
# A letter, digit or "_" of a script that separates words.
_letter = re.compile(rf"(?![{UNSPACED}])\w")


def folded(keyword: str) -> str:
    """As it is compared; empty where nothing is left to compare."""
    return search_fold(keyword[: 4 * LONGEST_KEYWORD])


class Keywords:
    """Keywords of many people, by folded keyword.

    They are sorted, so one look finds the last keyword that may begin at a place of a text. The others that begin there are those that this
    one begins with: its chain. A text that is made to match as far as it can costs little more than any other.
    """

    def __init__(self, people: Mapping[str, Collection[int]]) -> None:
        self._folds = sorted(people)
        self._people = [people[fold] for fold in self._folds]
        self._shorter = list(_longest_beginnings(self._folds))
        self._first = {fold[0] for fold in self._folds}
        self._chains: dict[int, Sequence[int]] = {-1: ()}

    def __bool__(self) -> bool:
        return bool(self._folds)

    def found_in(self, texts: Iterable[str]) -> list[set[int]]:
        """The people of whom each text has a keyword."""
        texts = list(texts)
        if not self._folds:
            return [set() for _ in texts]
        return [self._people_of(fold[:LONGEST_FOLD]) for fold in search_folds(texts)]

    def _people_of(self, fold: str) -> set[int]:
        letters = {character for character in set(fold) if _letter.match(character)}
        found, complete = set[int](), set[int]()
        for start, character in enumerate(fold):
            if character not in self._first or (start and character in letters and fold[start - 1] in letters):
                continue
            beginning = self._beginning(fold[start : start + LONGEST_KEYWORD])
            if not beginning or beginning[0] in complete:
                continue
            for number in beginning:
                end = start + len(self._folds[number])
                if end == len(fold) or not (fold[end - 1] in letters and fold[end] in letters):
                    found.add(number)
            if found.issuperset(beginning):
                complete.add(beginning[0])
        return {user for number in found for user in self._people[number]}

    def _beginning(self, text: str) -> Sequence[int]:
        """The numbers of the keywords that the text begins with, the longest first."""
        last = bisect_right(self._folds, text) - 1
        if last < 0 or text.startswith(self._folds[last]):
            return self._chain(last)
        chain = self._chain(last)
        return chain[bisect_left(chain, True, key=lambda number: text.startswith(self._folds[number])) :]

    def _chain(self, number: int) -> Sequence[int]:
        """A keyword, and those that it begins with, the longest first."""
        if number not in self._chains:
            chain, rest = list[int](), number
            while rest >= 0:
                chain.append(rest)
                rest = self._shorter[rest]
            self._chains[number] = chain
        return self._chains[number]


def _longest_beginnings(folds: Sequence[str]) -> Iterator[int]:
    """Of each keyword, the number of the longest other one that it begins with, or -1. They are sorted."""
    open_ones: list[int] = []
    for number, fold in enumerate(folds):
        while open_ones and not fold.startswith(folds[open_ones[-1]]):
            open_ones.pop()
        yield open_ones[-1] if open_ones else -1
        open_ones.append(number)
