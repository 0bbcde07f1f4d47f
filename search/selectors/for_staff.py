"""Messages of any rooms, for the admin's list, which says which rooms its reader may read."""

from collections.abc import Collection, Sequence
from itertools import islice

from core.text.search_fold import search_fold
from search.matching import marks
from search.matching.conditions import Conditions
from search.matching.words import Word
from search.selectors import index
from search.selectors.walk import Walk, tail_of

# Characters of chunks that one list reads.
MOST_CHARACTERS = 20_000_000


def find(
    words: Sequence[str], room_ids: Collection[int], author_ids: Collection[int] | None, most: int
) -> list[tuple[int, int]] | None:
    """Room ids and seqs of the newest messages with all of these words, in the text or in the name of a file, by any of
    these authors if given. None while the index is built: then older messages would be missing."""
    if not index.is_complete(room_ids):
        return None
    folded = [search_fold(word).strip() for word in words]
    wanted = tuple(Word(word) for word in folded if word)
    if not wanted or author_ids == []:
        return []
    by = (frozenset(map(marks.by, author_ids)),) if author_ids is not None else ()
    walk = Walk(Conditions(words=wanted, marks=by), dict.fromkeys(room_ids, 0), tail_of(room_ids), most=MOST_CHARACTERS)
    return [(hit.place.room_id, hit.place.seq) for hit in islice(walk.hits(), most)]
