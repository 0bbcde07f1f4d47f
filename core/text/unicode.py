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

# Blocks with marks, and with some other characters between them.
MARKS = (
    r"\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u0670\u06d6-\u06ed\u0711\u0730-\u074a"
    r"\u07eb-\u07fd\u0816-\u082d\u0859-\u085b\u0898-\u089f\u08ca-\u08ff\u093c-\u0954\u09bc-\u09cd\u09fe"
    r"\u0a3c-\u0a4d\u0abc-\u0acd\u0b3c-\u0b4d\u0bcd\u0c3c-\u0c56\u0cbc-\u0ccd\u0d3b-\u0d4d\u0dca\u0e38-\u0e4b"
    r"\u0eb8-\u0ecb\u0f18-\u0f19\u0f35-\u0f39\u0f71-\u0f87\u0fc6\u1037-\u103a\u108d\u135d-\u135f\u1714-\u1715"
    r"\u1734\u17d2-\u17dd\u18a9\u1939-\u193b\u1a17-\u1a18\u1a60\u1a75-\u1a7f\u1ab0-\u1ace\u1b34-\u1b44"
    r"\u1b6b-\u1b73\u1baa-\u1bab\u1be6-\u1bf3\u1c37\u1cd0-\u1cf9\u1dc0-\u1dff\u20d0-\u20f0\u2cef-\u2cf1\u2d7f"
    r"\u2de0-\u2dff\u302a-\u302f\u3099-\u309a\ua66f-\ua67d\ua69e-\ua69f\ua6f0-\ua6f1\ua806\ua82c\ua8c4"
    r"\ua8e0-\ua8f1\ua92b-\ua92d\ua953\ua9b3-\ua9c0\uaab0-\uaac1\uaaf6\uabed\ufb1e\ufe20-\ufe2f\uff9e\uff9f"
    r"\U000101fd-\U0001e94a"
)
LATIN_ACCENTS = re.compile("(?<=[a-z])[\u0300-\u036f]+")
# Latin letters with a stroke, which have no decomposition, and the dotless i.
STROKES = str.maketrans("øđłħŧı", "odlhti")

_long_row = re.compile(f"[{MARKS}]{{{MOST_MARKS + 1}}}")


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
    """A text without a long row is not read character by character, which would take most of the time of a fold."""
    return "".join(_joined(text)) if _long_row.search(text) else text


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
