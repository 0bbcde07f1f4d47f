"""What a query asks of one message, held against its segment."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from search.matching.segments import RECORD, Segment, read, segments_in
from search.matching.terms import bits_of, bits_of_mark
from search.matching.words import Word, contains

# Combinations of marks that signatures are asked for. Of more, the marks are compared in the texts alone.
MOST_COMBINATIONS = 4
EVER = 2**63


@dataclass(frozen=True, slots=True)
class Conditions:
    """All of it must hold. `marks`: one at least of each set. `without`: none of these marks. `since` and `until`:
    microseconds since 1970, sent from `since` on and before `until`."""

    words: tuple[Word, ...] = ()
    excluded: tuple[Word, ...] = ()
    marks: tuple[frozenset[str], ...] = ()
    without: frozenset[str] = frozenset()
    since: int = 0
    until: int = EVER

    def hold(self, segment: Segment) -> bool:
        return (
            self.since <= segment.sent_us < self.until
            and all(any(map(segment.has, some)) for some in self.marks)
            and not any(map(segment.has, self.without))
            and all(contains(segment.body, word) for word in self.words)
            and not any(contains(segment.body, word) for word in self.excluded)
        )

    def hashes(self) -> list[list[int]]:
        """The signature of a chunk with a hit has all bits of one of these lists."""
        combined = [[bit for word in self.words for bit in bits_of(word.text)]]
        for some in sorted(self.marks, key=len):
            if len(combined) * len(some) > MOST_COMBINATIONS:
                break
            combined = [[*bits, *bits_of_mark(mark)] for bits, mark in product(combined, sorted(some))]
        return combined

    @property
    def needle(self) -> str:
        """What every segment contains in which the conditions hold; empty where nothing is known."""
        longest = max((word.text for word in self.words), key=len, default="")
        return longest or next((f" {mark} " for some in self.marks if len(some) == 1 for mark in some), "")


def found_in(text: str, conditions: Conditions) -> Iterator[tuple[int, Segment]]:
    """Of the text of a chunk: the number of each segment in which the conditions hold, from 0, and the segment."""
    for number, written in _likely(text, conditions.needle):
        segment = read(written)
        if segment and conditions.hold(segment):
            yield number, segment


def _likely(text: str, needle: str) -> Iterator[tuple[int, str]]:
    """The segments with the needle. The text is searched whole, at the speed of C: most segments have none."""
    if not needle:
        yield from enumerate(segments_in(text))
        return
    number, counted, place = -1, 0, text.find(needle)
    while place >= 0:
        begin = text.rindex(RECORD, 0, place) + 1
        end = text.find(RECORD, place)
        number += text.count(RECORD, counted, begin)
        yield number, text[begin : end if end >= 0 else None]
        counted, place = begin, text.find(needle, end) if end >= 0 else -1
