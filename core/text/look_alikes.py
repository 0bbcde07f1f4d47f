"""Characters that look like others (UTS 39, "Confusable Detection"), and the fold in which texts are compared by look.

The look-alike fold is the search fold (core/text/search_fold.py) in which a foreign letter is the Latin letter that it
looks like, and without characters that nobody sees. ASCII stays as it is: Unicode takes `m` for `rn`, and `0` for `o`,
but in sentences "burn" is not "bum".
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from core.text.blanks import INVISIBLE
from core.text.search_fold import search_fold
from core.text.unicode import nfd

CONFUSABLES = Path(__file__).with_name("confusables.txt")
# Characters made of one: NFD and a prototype make at most this many.
MOST_OF_ONE = 18 * 18
# Greek letters that are drawn as a c, and are sigmas in a search fold.
LUNATE = str.maketrans("\u03f2\u03f9", "cc")
# Marks that any script may put on a letter.
MARKS = r"\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"

_invisible = re.compile(rf"(?:(?!\s)[{INVISIBLE}])+")
_marks = re.compile(f"[{MARKS}]+")
_marks_on_latin = re.compile(rf"(?<=[a-z])[{MARKS}]+")


def look_alike_fold(text: str) -> str:
    """Texts that look alike become equal. It takes linear time, and a text of ASCII takes no more than a search."""
    if text.isascii():
        return search_fold(text)
    fold = search_fold(text.translate(LUNATE))
    if fold.isascii():
        return fold
    return _marks_on_latin.sub("", _invisible.sub("", fold).translate(_letters))


@cache
def prototypes() -> Mapping[int, str]:
    """Unicode's table: characters, and what they look like."""
    lines = CONFUSABLES.read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" ; ") for line in lines if not line.startswith("#"))
    return {int(character, 16): "".join(chr(int(point, 16)) for point in of.split()) for character, of in pairs}


class _Letters(dict[int, str | int]):
    """For each character of a search fold the one that it looks like. A character is looked up once in a process."""

    def __missing__(self, point: int) -> str | int:
        self[point] = like = point if point < 128 else _like(chr(point))
        return like


_letters = _Letters()


def _like(character: str) -> str:
    """Twice, as for names: a capital may have another prototype than its small letter."""
    small = _without_marks(_skeleton(_skeleton(character).lower()).lower())
    # A Cyrillic к looks like a k in capitals alone.
    for latin in (small, _without_marks(_skeleton(character.upper()).lower())):
        if latin.isascii():
            return "m" if latin == "rn" else latin
    # A letter of several parts is none of them: ガ does not become 力 with a mark, nor a syllable of hangul its jamo.
    return small if len(nfd(character, MOST_OF_ONE)) == 1 else character


def _without_marks(text: str) -> str:
    return _marks.sub("", text)


def _skeleton(text: str) -> str:
    return nfd(nfd(text, MOST_OF_ONE).translate(prototypes()), MOST_OF_ONE)
