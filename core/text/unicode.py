"""Normalise texts (Unicode's NFC, NFKC, NFD and case folding) in bounded time, and fold them for three purposes.

- `folded`, for identity: names are the same where their NFKC with case folding is.
- `searchable`, for filters by name: that, and without Latin accents. `core/text/search_fold.py` folds messages with it.
- `typed_password`, for passwords: NFKC alone, because case is part of a password.

Normalising sorts the marks on a letter, in time that grows with the square of their number: 60,000 marks stop a worker
for 11 seconds. So this module reads a text up to a length, with no more marks in a row than UAX #15 allows in its
Stream-Safe Text Format. No other module normalises; a test holds that.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

# UAX #15, "Stream-Safe Text Format": no script in use needs more marks in a row. A grapheme joiner separates longer
# rows.
MOST_MARKS = 30
GRAPHEME_JOINER = "\u034f"
# NFKC makes at most this many characters of one (U+FDFA). No fold here makes more.
MOST_GROWTH = 18
# Characters that decompose into marks, without being marks: Tibetan vowels and half-width kana.
OTHER_MARKS = frozenset("\u0f73\u0f75\u0f81\uff9e\uff9f")

LATIN_ACCENTS = re.compile("(?<=[a-z])[\u0300-\u036f]+")
# Latin letters with a stroke, which have no decomposition, and the dotless i.
STROKES = str.maketrans("øđłħŧı", "odlhti")


def nfc(text: str, most: int) -> str:
    """The composed form. A text of more than `most` characters is returned unchanged: its field refuses it."""
    return text if len(text) > most else _normalized("NFC", text)


def nfkc(text: str, most: int) -> str:
    """The composed form, with wide letters, ligatures and similar characters in their plain form; see `nfc` for
    `most`."""
    return text if len(text) > most else _normalized("NFKC", text)


def nfd(text: str, most: int) -> str:
    """The decomposed form of the first `most` characters."""
    return _normalized("NFD", text[:most])


def folded(text: str, most: int) -> str:
    """NFKC and case folding of the first `most` characters: texts that differ in capitals or width become equal."""
    plain = _normalized("NFKC", text[:most])
    return _normalized("NFKC", plain.casefold())[:most]


def caseless(text: str) -> str:
    """Case folding alone. Its time is linear, so a text may have any length."""
    return text.casefold()


def searchable(text: str, most: int) -> str:
    """`folded` without Latin accents: "elodie" finds "Élodie". The marks of other scripts stay, because が is not か and
    й is not и."""
    key = folded(text, most)
    if key.isascii():
        return key
    letters = _normalized("NFD", key.translate(STROKES))
    return _normalized("NFC", LATIN_ACCENTS.sub("", letters))[:most]


def typed_password(password: str, most: int) -> str:
    """The form of a password that is hashed: keyboards type one password in half-width or full-width letters."""
    return nfkc(password, most)


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
