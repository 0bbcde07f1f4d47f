"""Find many words at once: at a place of a text, all words that begin there.

The words are sorted. Of the words that a text begins with, each is a beginning of the greatest word that is not above
the text. So one binary search finds the longest, and links from word to beginning find the others. This takes no more
memory than the words. An automaton (Aho, Corasick) of 1,000 words of 200 characters takes tens of megabytes, and a
regular expression of them tries them one after the other.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator

HEAD = 2


class Prefixes:
    def __init__(self, words: Iterable[str]) -> None:
        """`words`: none is empty."""
        self.words = sorted(set(words))
        self._longest = max(map(len, self.words), default=0)
        # For each word the greatest word that it begins with, or -1.
        self._beginnings = list(_beginnings(self.words))
        self._short = frozenset(word for word in self.words if len(word) < HEAD)
        self._heads = frozenset(word[:HEAD] for word in self.words if len(word) >= HEAD)

    def at(self, text: str, place: int) -> Iterator[str]:
        """The words that begin at this place, the longest first."""
        if text[place : place + HEAD] not in self._heads and text[place] not in self._short:
            return
        rest = text[place : place + self._longest]
        index = bisect_right(self.words, rest) - 1
        while index >= 0 and not rest.startswith(self.words[index]):
            index = self._beginnings[index]
        while index >= 0:
            yield self.words[index]
            index = self._beginnings[index]

    def among(self, text: str, places: Iterable[int]) -> Iterator[tuple[int, str]]:
        """All of these places with a word, and the words there."""
        heads, short = self._heads, self._short
        for place in places:
            if text[place : place + HEAD] in heads or text[place] in short:
                for word in self.at(text, place):
                    yield place, word


def _beginnings(words: list[str]) -> Iterator[int]:
    """Of sorted words. The beginnings of a word are the ones open when it comes."""
    open_words: list[int] = []
    for index, word in enumerate(words):
        while open_words and not word.startswith(words[open_words[-1]]):
            open_words.pop()
        yield open_words[-1] if open_words else -1
        open_words.append(index)
