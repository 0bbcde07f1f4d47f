"""Whom a text mentions: "@kenji" and "@here", but not in code.

Where words are written with spaces it is easily seen how far a name goes. In 「@kenjiさん」 and 「@花子お願い」 the longest
beginning that is a member's name is meant, so a mention is a list of names that it may be, the longest first.
"""

import re

from accounts.user_names.spelling import folded
from chat.markdown import without_code
from core.text.unicode import MOST_MARKS, nfc, nfkc

HERE = "here"
LONGEST_NAME = 40
# Names that are looked up for one message: enough for everybody whom a person would mention by hand.
MOST_NAMES = 200
# As much of the text behind an "@" as can be a name: a composed character is made of four at most, and of the name that is too long by one
# the rest does not matter.
LONGEST_RUN = 4 * (LONGEST_NAME + 1)

# Kana, Chinese characters, hangul, Thai: whatever comes before or after one of these, a name may end there.
UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
# What goes before a mention: not an address of mail or of the web.
BEFORE = re.compile(rf"[\W_{UNSPACED}]")
NOT_BEFORE = ("@", "/")
RUN = re.compile(r"[\w.-]+")
END = re.compile(rf"(?=[{UNSPACED}.\-_])|(?<=[{UNSPACED}])|\Z")


def names_mentioned(text: str) -> list[list[str]]:
    """The keys of the names that each mention in a text may be, in the order of the text.

    In linear time: what is between two "@" is looked at once, and normalised only where a name may be.
    """
    if "@" not in text:
        return []
    found, names = [], 0
    before, *parts = without_code(text).split("@")
    for part in parts:
        if RUN.match(part) and _may_mention(before):
            candidates = _candidates(_run(part))
            names += len(candidates)
            if names > MOST_NAMES:
                break
            found.append(candidates)
        before = f"@{part[-MOST_MARKS - 1 :]}"
    return found


def _may_mention(before: str) -> bool:
    # Composed: an accent of its own is no letter, but the letter it stands on is.
    last = nfc(before[-MOST_MARKS - 1 :], LONGEST_RUN)[-1:]
    return not last or (last not in NOT_BEFORE and BEFORE.match(last) is not None)


def _run(part: str) -> str:
    """What the name is at the beginning of."""
    # Composed: an accent of its own is no letter, and a name would end before it.
    found = RUN.match(nfc(part[:LONGEST_RUN], LONGEST_RUN))
    return nfkc(found[0], LONGEST_RUN) if found else ""


def _candidates(run: str) -> list[str]:
    ends = (match.start() for match in END.finditer(run[: LONGEST_NAME + 1]))
    return [folded(run[:end]) for end in sorted(ends, reverse=True) if 0 < end <= LONGEST_NAME]
