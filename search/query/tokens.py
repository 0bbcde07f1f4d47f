"""The pieces of what somebody typed."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from core.text.search_fold import folded_with_places
from search.query.vocabulary import FILTERS, Filter

# Before a letter, a digit or a quotation mark, "-" leaves out. "->" and "--force" are words.
PIECE = re.compile(
    rf"""
    (?P<excluded>-(?=["0-9a-z]|[^\x00-\x7f]))?
    (?:
        (?P<filter>{"|".join(map(re.escape, FILTERS))}):(?:(?P<sign>[@\#])?"(?P<quoted>[^"]+)"|(?P<value>[^\s"]\S*))(?!\S)
      | "(?P<phrase>[^"]*)(?P<closed>")?
      | (?P<word>\S+)
    )
    """,
    re.VERBOSE,
)


class Token(NamedTuple):
    """A piece of the query. `typed`: as it was typed; `text`: folded, without "-" and the quotes of a phrase. `filter`
    and `value`, folded: where it begins as a filter; the value is empty where it has none."""

    typed: str
    text: str
    filter: Filter | None = None
    value: str = ""
    is_phrase: bool = False
    is_excluded: bool = False


def tokens_of(typed: str) -> Iterator[Token]:
    folded = folded_with_places(typed)
    for match in PIECE.finditer(folded.text):
        start, end = folded.place(*match.span())
        token = _token(match, typed[start:end])
        if token.text:
            yield token


def _token(match: re.Match[str], typed: str) -> Token:
    is_excluded = match["excluded"] is not None
    if match["filter"]:
        value = f"{match['sign'] or ''}{match['quoted']}" if match["quoted"] else match["value"]
        return Token(typed, match[0][is_excluded:], FILTERS[match["filter"]], value, is_excluded=is_excluded)
    if match["word"]:
        filter_word, colon, _ = match["word"].partition(":")
        meant = FILTERS.get(filter_word) if colon else None
        return Token(typed, match["word"], meant, is_excluded=is_excluded)
    # A phrase whose end is not typed yet may go on, as a word may.
    return Token(typed, match["phrase"].strip(), is_phrase=match["closed"] is not None, is_excluded=is_excluded)
