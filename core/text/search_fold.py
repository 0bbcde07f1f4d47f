"""The form in which messages and queries are compared: the search fold.

It is `searchable` (core/text/unicode.py: NFKC, case, Latin accents), with variants of kanji, dashes and quotation marks
made one (core/text/variants.py), without characters that nobody sees, and with one space for each white space. A skin
tone stays a character of its own behind its emoji, so that 👍 finds 👍🏽.

A text loses nothing at its end: the fold has at most MOST_GROWTH times its characters.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from core.text.unicode import MOST_GROWTH, caseless, searchable
from core.text.variants import VARIANTS

# White space for str.split, so no text has it once its white space is one space each.
SEPARATOR = "\x1e"
# Soft hyphen, grapheme joiner, zero-width space and non-joiner, directions, word joiner, byte-order mark, and variation
# selectors. The zero-width joiner stays: it makes one emoji of two.
IGNORED = (
    r"\xad\u034f\u061c\u180b-\u180f\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff"
    r"\U000e0100-\U000e01ef"
)
# Blocks with characters that may become one with the character before: marks, medial and final jamo, half-width
# voicing marks; and Greek letters whose case folding has marks. A text without any is folded character by character.
# Behind U+FFFF there is one range, because each range there takes as long as all before it.
JOINING = (
    r"\u0300-\u036f\u0390\u03b0\u0483-\u0489\u0591-\u05c7\u0610-\u0e4e\u0eb1-\u0ecd\u0f18-\u109d\u1160-\u11ff"
    r"\u135d-\u135f\u1712-\u180a\u1810-\u1cf9\u1dc0-\u1dff\u1f50-\u1ff7\u20d0-\u20f0\u2cef-\u2cf1\u2d7f\u2de0-\u2dff"
    r"\u302a-\u302f\u3099\u309a\u3131-\u318e\ua66f-\ua69f\ua6f0\ua6f1\ua802-\uaaf6\uabe3-\uabed\ufb1e\ufe20-\ufe2f"
    r"\uff9e-\uffdc\U000101fd-\U0001e94a"
)
# Blocks with characters that the fold changes by more than their case.
CHANGED = (
    r"\xa0-\u0387\u03d0-\u03ff\u0587\u0600-\u1fff\u2000-\u24ff\u2a00-\u3000\u3036-\u303a\u309b-\u309f\u30ff"
    r"\u3131-\u33ff\ua69c-\ua7ff\uab5c-\uab69\uf900-\uffff\U00010781-\U000e01ef"
) + "".join(character for character in VARIANTS if character < "\uffff")
SKIN_TONES = r"\U0001f3fb-\U0001f3ff"

_ignored = re.compile(f"[{IGNORED}]+")
_joining = re.compile(f"[{JOINING}]")
_changed = re.compile(f"[{CHANGED}]")
_variants = re.compile(f"[{''.join(VARIANTS)}]")
# What is folded on its own, and marked as a whole: a character with what joins it. An emoji is not cut.
_cluster = re.compile(rf"(?s:\s+|.(?:[{JOINING}{IGNORED}{SKIN_TONES}]|\u200d\S)*)")
# Characters that change by their case alone and are joined by nothing, with one space between them.
_plain = rf"[^\s{JOINING}{IGNORED}{CHANGED}{SKIN_TONES}]+"
_run = re.compile(rf"{_plain}(?: {_plain})*(?![{JOINING}{IGNORED}{SKIN_TONES}\u200d])")


class Folded(NamedTuple):
    """A fold, and for each of its characters where what it was made of starts and ends in the text."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """A part of the fold that is not empty, as a part of the text."""
        return self.starts[start], self.ends[end - 1]


def search_fold(text: str) -> str:
    return search_folds([text])[0]


def search_folds(texts: Sequence[str]) -> list[str]:
    """The folds of many texts. Together they cost much less than one by one."""
    plain = [_one_space(text) for text in texts]
    folds = [caseless(text) if text.isascii() else "" for text in plain]
    joined = {number for number, text in enumerate(plain) if not text.isascii() and _joining.search(text)}
    for number in joined:
        folds[number] = _one_space(_exactly(texts[number]))
    others = [number for number, text in enumerate(plain) if not text.isascii() and number not in joined]
    for number, fold in zip(others, _folds_by_characters([plain[number] for number in others]), strict=True):
        folds[number] = fold
    return folds


def folded_with_places(text: str) -> Folded:
    """`search_fold` of a text, with the way back. It takes about a microsecond for each character that is not plain."""
    folded, starts, ends = list[str](), list[int](), list[int]()
    at = 0
    while at < len(text):
        part, fold = _run_or_cluster(text, at)
        begin, at = part.span()
        if part.re is _run:
            folded += fold
            starts += range(begin, at)
            ends += range(begin + 1, at + 1)
            continue
        for character in fold:
            if character.isspace() and (not folded or folded[-1] == " "):
                continue
            folded.append(" " if character.isspace() else character)
            starts.append(begin)
            ends.append(at)
    trailing = 1 if folded and folded[-1] == " " else 0
    return Folded("".join(folded[: len(folded) - trailing]), starts, ends)


def _run_or_cluster(text: str, at: int) -> tuple[re.Match[str], str]:
    """What begins there, and its fold: a run has a character for each of its own."""
    run = _run.match(text, at)
    if run and len(fold := caseless(run[0])) == len(run[0]):
        return run, fold
    cluster = next(_cluster.finditer(text, at))
    return cluster, _fold(cluster[0])


def _folds_by_characters(texts: Sequence[str]) -> list[str]:
    """Of texts with one space for each white space, in which nothing joins."""
    if not texts:
        return []
    folded = _by_characters(SEPARATOR.join(texts))
    pieces = folded.split(SEPARATOR)
    return [" ".join(piece.split()) for piece in pieces] if _has_other_spaces(folded) else pieces


def _one_space(text: str) -> str:
    # Of white space, a space alone can be printed.
    is_so = text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]
    return text if is_so else " ".join(text.split())


def _has_other_spaces(folded: str) -> bool:
    """Whether the fold made spaces, as of "´", or brought two together."""
    within = f"{SEPARATOR}{folded}{SEPARATOR}"
    return any(spaces in within for spaces in ("  ", f"{SEPARATOR} ", f" {SEPARATOR}"))


def _fold(text: str) -> str:
    """The fold but for its white space."""
    return _exactly(text) if _joining.search(text) else _by_characters(text)


def _by_characters(text: str) -> str:
    return caseless(_changed.sub(_fold_of_match, text))


def _exactly(text: str) -> str:
    """What the fold is, but for its white space. Where nothing joins, it is the folds of the characters."""
    seen = _ignored.sub("", text)
    return _variants.sub(lambda match: VARIANTS[match[0]], searchable(seen, MOST_GROWTH * len(seen)))


@lru_cache(maxsize=4096)
def _fold_of(character: str) -> str:
    return _exactly(character)


def _fold_of_match(match: re.Match[str]) -> str:
    return _fold_of(match[0])
