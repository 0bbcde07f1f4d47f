"""From what somebody typed to a Query."""

from datetime import tzinfo

from search.query.parsed import Query

LONGEST = 500  # characters of a query; the rest is not read
MOST_WORDS = 20


def parse(typed: str, zone: tzinfo) -> Query:
    """Filters in English and Japanese words. One that is malformed is a word, and a note says so. `zone` is the
    person's, for dates."""
    raise NotImplementedError
