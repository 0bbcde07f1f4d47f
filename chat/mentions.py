"""Whom a text calls: "@kenji" and "@here", but not in code.

Where words are written with spaces it is easily seen how far a name goes. In 「@kenjiさん」 and 「@花子お願い」 the longest
beginning that is a member's name is meant, so a call is a list of names that it may be, the longest first.
"""

import re
import unicodedata

from accounts.names import folded
from chat.markdown import without_code

HERE = "here"
LONGEST_NAME = 40
# Names that are looked up for one message: enough for everybody whom a person would call by hand.
MOST_NAMES = 200

# Kana, Chinese characters, hangul, Thai: whatever comes before or after one of these, a name may end there.
UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
# Not in an address of mail or of the web.
CALL = re.compile(rf"(?<![^\W_{UNSPACED}])(?<![@/])@([\w.-]+)")
END = re.compile(rf"(?=[{UNSPACED}.\-_])|(?<=[{UNSPACED}])|\Z")


def calls(text: str) -> list[list[str]]:
    """The keys of the names each call in a text may be, in the order of the text."""
    if "@" not in text:
        return []
    found, names = [], 0
    # Composed: an accent of its own is no letter, and a name would end before it.
    for match in CALL.finditer(without_code(unicodedata.normalize("NFC", text))):
        candidates = _candidates(unicodedata.normalize("NFKC", match[1]))
        names += len(candidates)
        if names > MOST_NAMES:
            break
        found.append(candidates)
    return found


def _candidates(run: str) -> list[str]:
    ends = (match.start() for match in END.finditer(run[: LONGEST_NAME + 1]))
    return [folded(run[:end]) for end in sorted(ends, reverse=True) if 0 < end <= LONGEST_NAME]
