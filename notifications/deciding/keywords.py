"""Keywords of people, found in texts.

Text and keyword are folded as for a search (core/text/search_fold.py). Where words are separated by spaces a keyword is a whole
word; between kana, Chinese characters, hangul and Thai it is found anywhere.
"""

import re
from collections.abc import Collection, Iterable, Mapping

from chat.mentions import UNSPACED
from core.text.search_fold import search_fold, search_folds

LONGEST_KEYWORD = 60
# A letter, digit or "_" of a script that separates words.
_letter = re.compile(rf"(?![{UNSPACED}])\w")


def folded(keyword: str) -> str:
    """As it is compared; empty where nothing is left to compare."""
    return search_fold(keyword[: 4 * LONGEST_KEYWORD])


class Keywords:
    """Keywords of many people, by folded keyword. What a text costs does not depend on how many there are."""

    def __init__(self, people: Mapping[str, Collection[int]]) -> None:
        self._people = people
        self._lengths = sorted(set(map(len, people)))

    def found_in(self, texts: Iterable[str]) -> list[set[int]]:
        """The people of whom each text has a keyword."""
        texts = list(texts)
        if not self._lengths:
            return [set() for _ in texts]
        return [self._people_of(fold) for fold in search_folds(texts)]

    def _people_of(self, fold: str) -> set[int]:
        found: set[int] = set()
        is_letter = [_letter.match(character) is not None for character in fold]
        is_letter.append(False)  # what is behind the end, and before the beginning
        for start in range(len(fold)):
            if is_letter[start] and is_letter[start - 1]:
                continue
            for length in self._lengths:
                end = start + length
                if end > len(fold):
                    break
                if not (is_letter[end - 1] and is_letter[end]):
                    found.update(self._people.get(fold[start:end], ()))
        return found
