"""Texts without anything to see. The web app has the same rule (frontend/src/lib/text/blank.ts)."""

import re

# White space, control characters, Unicode's format characters (Cf, but for the Arabic, Syriac and Kaithi signs among
# them that are drawn), its Default_Ignorable_Code_Point, and blanks that count as letters and symbols: hangul fillers,
# braille without a dot, and a note head without a head.
INVISIBLE = (
    r"\s\0-\x20\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    r"\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d159"
    r"\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
BLANK = re.compile(f"[{INVISIBLE}]*")


def is_blank(text: str) -> bool:
    """Whether nothing of a text is drawn. Its time grows with the blanks before the first visible character."""
    return BLANK.fullmatch(text) is not None
