"""Unicode's forms of a text, at a cost that is bounded whatever the text is.

Normalising sorts the marks on a letter, in time that grows with the square of their number: 60,000 of them hold a worker for 11 seconds.
So a text is looked at up to a length only, and never with more marks in a row than UAX #15 allows in its Stream-Safe Text Format. All of
the site goes through this module; a test holds that.
"""

import unicodedata
from collections.abc import Iterator
from typing import Literal

# UAX #15, "Stream-Safe Text Format": no writing in use needs more, and a grapheme joiner after so many keeps them apart.
MOST_MARKS = 30
GRAPHEME_JOINER = "\u034f"
# Marks by what they are made of, though not by their own class: of Tibetan vowels, and of half-width kana.
OTHER_MARKS = frozenset("\u0f73\u0f75\u0f81\uff9e\uff9f")


def nfc(text: str, most: int) -> str:
    """Composed. A text of more than `most` characters comes back as it is: its field refuses it."""
    return text if len(text) > most else _normalized("NFC", text)


def nfkc(text: str, most: int) -> str:
    """The same, with wide letters, ligatures and the like in their plain form."""
    return text if len(text) > most else _normalized("NFKC", text)


def nfd(text: str, most: int) -> str:
    """Decomposed. Of a longer text the beginning."""
    return _normalized("NFD", text[:most])


def folded(text: str, most: int) -> str:
    """What is left of a text, or of the beginning of a longer one, once capitals and compatible characters are no difference."""
    plain = _normalized("NFKC", text[:most])
    return _normalized("NFKC", plain.casefold())[:most]


def stream_safe(text: str) -> str:
    return "".join(_joined(text)) if any(map(is_mark, text)) else text


def is_mark(character: str) -> bool:
    return unicodedata.combining(character) > 0 or character in OTHER_MARKS


def _joined(text: str) -> Iterator[str]:
    marks = 0
    for character in text:
        marks = marks + 1 if is_mark(character) else 0
        if marks > MOST_MARKS:
            yield GRAPHEME_JOINER
            marks = 1
        yield character


def _normalized(form: Literal["NFC", "NFKC", "NFD"], text: str) -> str:
    return text if text.isascii() else unicodedata.normalize(form, stream_safe(text))
