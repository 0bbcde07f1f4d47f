"""The best of the newest hits.

Words that stand by themselves come before beginnings and parts of words, more occurrences before fewer, short texts
before long ones, and then the newer.
"""

from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from search.matching.alone import stands_alone
from search.matching.segments import Segment
from search.matching.words import Word, places
from search.selectors.places import Hit, Place

# Hits that are compared. An order of all would read every message of a frequent word.
MOST_COMPARED = 1000
MOST_OCCURRENCES = 9
# Characters of a text for which it loses a point, and the most points for a short text.
CHARACTERS_A_POINT, MOST_BRIEF = 100, 9


class Scored(NamedTuple):
    score: int
    place: Place


def best_of(hits: Iterable[Hit], words: tuple[Word, ...]) -> list[Scored]:
    """The newest hits, the best first."""
    scored = [Scored(score_of(hit.segment, words), hit.place) for hit in islice(hits, MOST_COMPARED)]
    return sorted(scored, reverse=True)


def score_of(segment: Segment, words: tuple[Word, ...]) -> int:
    found = [list(islice(places(word, segment.body), MOST_OCCURRENCES)) for word in words]
    whole = sum(any(stands_alone(segment.body, start, end) for start, end in each) for each in found)
    occurrences = min(sum(map(len, found)), MOST_OCCURRENCES)
    brief = max(MOST_BRIEF - len(segment.body) // CHARACTERS_A_POINT, 0)
    return (whole * (MOST_OCCURRENCES + 1) + occurrences) * (MOST_BRIEF + 1) + brief
