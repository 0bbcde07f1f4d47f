"""Where the words of a query are in a message's text."""

from collections.abc import Iterable, Iterator
from itertools import islice

from core.text.search_fold import folded_with_places
from search.matching.words import Word, places

# Of a message, so that an answer is bounded.
MOST_MATCHES = 100


def matches(text: str, words: Iterable[Word]) -> list[tuple[int, int]]:
    """Starts and ends in code points of the stored text, ascending and apart from each other; the first
    MOST_MATCHES."""
    folded = folded_with_places(text)
    found = sorted(folded.place(*place) for word in words for place in islice(places(word, folded.text), MOST_MATCHES))
    return list(_apart(found))[:MOST_MATCHES]


def _apart(found: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Places that touch or overlap become one."""
    start = end = -1
    for next_start, next_end in found:
        if next_start > end:
            if end > 0:
                yield start, end
            start, end = next_start, next_end
        end = max(end, next_end)
    if end > 0:
        yield start, end
