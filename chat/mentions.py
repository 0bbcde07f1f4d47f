"""The names that a text mentions: "@kenji" and "@here", also with a full-width "＠", except in code and links.

Where spaces separate words, the end of a name is clear. In 「@kenjiさん」 and 「@花子お願い」 the mention is the longest beginning
that is a member's name. So a mention is a list of possible names, the longest first.
"""

import re
from bisect import bisect_right
from typing import NamedTuple

from accounts.user_names.spelling import folded
from chat.markdown import ESCAPED_AT, words
from core.text.unicode import MOST_MARKS, nfc, nfkc

HERE = "here"
LONGEST_NAME = 40
# Names looked up for one message: more than a person mentions by hand.
MOST_NAMES = 200
# Characters of any text that is read in at most 1.2 ms. The longest takes 14 to 40 ms.
QUICKLY_READ = 250
# Characters behind an "@" that can belong to a name. A composed character is made of at most four, and one character
# beyond the longest name is enough to know that the name is too long.
LONGEST_RUN = 4 * (LONGEST_NAME + 1)

# Kana, Chinese characters, hangul and Thai: a name may end before or after any such character.
UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
# A mention begins after such a character, so the @ of an email or a URL begins none.
BEFORE = re.compile(rf"[\W_{UNSPACED}]")
WIDE_AT = "＠"
NOT_BEFORE = ("@", WIDE_AT, ESCAPED_AT, "/")
AT = re.compile(f"([@{WIDE_AT}])")
RUN = re.compile(r"[\w.-]+")
END = re.compile(rf"(?=[{UNSPACED}.\-_])|(?<=[{UNSPACED}])|\Z")


class PossibleMention(NamedTuple):
    """`names`: the keys of the possible names, the longest first. `text`: what is drawn from the "@" on, as far as a
    name may reach."""

    names: list[str]
    text: str

    def spelled(self, name: str) -> str:
        """The part of `text` that spells this one of the names."""
        typed = self.text[1:]
        end = _ends(_run(typed))[self.names.index(name)]
        # Combining accents and half-width marks make the typed name longer than the plain one.
        sizes = range(1, len(typed) + 1)
        return self.text[: 1 + bisect_right(sizes, end, key=lambda size: len(_plain(typed[:size])))]


def may_mention(text: str) -> bool:
    return "@" in text or WIDE_AT in text


def names_mentioned(text: str) -> list[PossibleMention]:
    """The possible mentions, in the order of the text.

    It takes linear time: the text between two "@" is read once, and normalised only where a name may be.
    """
    if not may_mention(text):
        return []
    found, names = [], 0
    before, *parts = AT.split(words(text))
    for at, part in zip(parts[::2], parts[1::2], strict=True):
        if RUN.match(part) and _may_begin_after(before):
            run = _run(part)
            candidates = [folded(run[:end]) for end in _ends(run)]
            names += len(candidates)
            if names > MOST_NAMES:
                break
            found.append(PossibleMention(candidates, at + part[:LONGEST_RUN]))
        before = at + part[-MOST_MARKS - 1 :]
    return found


def _may_begin_after(before: str) -> bool:
    # Composed first: a combining accent is no letter, but the letter below it is.
    last = nfc(before[-MOST_MARKS - 1 :], LONGEST_RUN)[-1:]
    return not last or (last not in NOT_BEFORE and BEFORE.match(last) is not None)


def _run(part: str) -> str:
    """The longest text behind the @ that can begin with a name."""
    # Composed first: a combining accent is no letter, and a name would end before it.
    found = RUN.match(nfc(part[:LONGEST_RUN], LONGEST_RUN))
    return nfkc(found[0], LONGEST_RUN) if found else ""


def _plain(typed: str) -> str:
    return nfkc(nfc(typed, LONGEST_RUN), LONGEST_RUN)


def _ends(run: str) -> list[int]:
    """The places where a name may end, the last first."""
    ends = (match.start() for match in END.finditer(run[: LONGEST_NAME + 1]))
    return [end for end in sorted(ends, reverse=True) if 0 < end <= LONGEST_NAME]
