"""The names that a text mentions: "@kenji" and "@here", except in code.

Where spaces separate words, the end of a name is clear. In 「@kenjiさん」 and 「@花子お願い」 the mention is the longest beginning
that is a member's name. So a mention is a list of possible names, the longest first.
"""

import re

from accounts.user_names.spelling import folded
from chat.markdown import without_code
from core.text.unicode import MOST_MARKS, nfc, nfkc

HERE = "here"
LONGEST_NAME = 40
# Names looked up for one message: more than a person mentions by hand.
MOST_NAMES = 200
# Characters behind an "@" that can belong to a name. A composed character is made of at most four, and one character
# beyond the longest name is enough to know that the name is too long.
LONGEST_RUN = 4 * (LONGEST_NAME + 1)

# Kana, Chinese characters, hangul and Thai: a name may end before or after any such character.
UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
# A mention begins after such a character, so the @ of an email or a URL begins none.
BEFORE = re.compile(rf"[\W_{UNSPACED}]")
NOT_BEFORE = ("@", "/")
RUN = re.compile(r"[\w.-]+")
END = re.compile(rf"(?=[{UNSPACED}.\-_])|(?<=[{UNSPACED}])|\Z")


def names_mentioned(text: str) -> list[list[str]]:
    """The keys of the possible names of each mention, in the order of the text.

    It takes linear time: the text between two "@" is read once, and normalised only where a name may be.
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
    # Composed first: a combining accent is no letter, but the letter below it is.
    last = nfc(before[-MOST_MARKS - 1 :], LONGEST_RUN)[-1:]
    return not last or (last not in NOT_BEFORE and BEFORE.match(last) is not None)


def _run(part: str) -> str:
    """The longest text behind the @ that can begin with a name."""
    # Composed first: a combining accent is no letter, and a name would end before it.
    found = RUN.match(nfc(part[:LONGEST_RUN], LONGEST_RUN))
    return nfkc(found[0], LONGEST_RUN) if found else ""


def _candidates(run: str) -> list[str]:
    ends = (match.start() for match in END.finditer(run[: LONGEST_NAME + 1]))
    return [folded(run[:end]) for end in sorted(ends, reverse=True) if 0 < end <= LONGEST_NAME]
