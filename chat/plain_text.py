"""What a message says without the marks of its Markdown, for a line of a notification or a letter.

The parser knows the marks exactly, and is too slow to be asked for each of a thousand devices. The web app does the same
in frontend/src/lib/text/markdownMarks.ts; tests/text_cases/plain_texts.json holds both to the same texts.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

# Characters: more than one line shows.
MOST = 500
# As in the renderer, a link of another scheme is shown as it was typed.
TARGET = re.compile(r"(?:(?:https?|ircs?|mailto|xmpp):|[^:]*(?:[/?#]|\Z))", re.IGNORECASE)
# What has a meaning inside a line, longest first. Between the parts of an address nothing has.
INLINE = re.compile(
    r"\\[!-/:-@\[-`{-~]|(?P<code>`+)"
    r'|!?\[(?P<label>[^\[\]\n]+)\]\((?P<target>[^\s()<>]+)(?:\s+"[^"\n]*")?\)'
    r"|https?://[^\s*`]+|(?P<run>\*+|_+|~~)",
    re.IGNORECASE,
)
BEFORE_LINE = re.compile(r"[ \t]*(?:(?:>[ \t]*)+(?=[^\s>]))?(?:#{1,6}[ \t]+(?=\S)|(?:[-*+][ \t]+(?=\S))*)")
FENCE = re.compile(r"[ \t>]*(`{3,}(?=[^`]*\Z)|~{3,})")
# A ruled line, and the second line of a table.
RULE = re.compile(r"[ \t]*(?:([-*_])(?:[ \t]*\1){2,}|(?=.*\|)(?=.*-)[\s|:-]+)[ \t]*\Z")
CODE = re.compile(r"`+")
# Han, Hiragana, Katakana, and their punctuation and full-width forms: words that stand without spaces.
WIDE = re.compile(
    r"[\u2e80-\u2fdf\u3000-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
IDENTIFIER = re.compile(r"__[\w$.]+__|(?!_(?:[A-Z]?[a-z]+|[A-Z]+)_\Z)_[\w$.]+_", re.ASCII)

Range = tuple[int, int]


class Opening(NamedTuple):
    mark: str
    at: int


@lru_cache(maxsize=256)
def plain_text(text: str) -> str:
    """The beginning of a message in one line, without marks; with them where nothing else is there. What is in doubt is
    no mark: but for the targets of links, no letter and no digit is ever left out."""
    beginning = text.lstrip()[:MOST]
    return _one_line("\n".join(lines_without_marks(beginning))) or _one_line(beginning)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def lines_without_marks(text: str) -> Iterator[str]:
    fence = ""
    for line in text.split("\n"):
        found = FENCE.match(line)
        if fence:
            closes = found is not None and found[1].startswith(fence) and not line[found.end() :].strip()
            fence = "" if closes else fence
            yield "" if closes else line
        elif found:
            fence = found[1]
            yield line[found.end() :]
        elif not RULE.match(line):
            begin = BEFORE_LINE.match(line)
            yield _cut(line, begin.end() if begin else 0, len(line))


def _cut(line: str, begin: int, end: int) -> str:
    shown, at = [], begin
    for start, stop in _marks(line, begin, end):
        shown.append(line[at:start])
        at = stop
    return "".join([*shown, line[at:end]])


def _marks(line: str, begin: int, end: int) -> list[Range]:
    marks: list[Range] = []
    openings: list[Opening] = []
    at = begin
    while (found := INLINE.search(line, at)) and found.start() < end:
        start, at = found.span()
        if line[start] == "\\":
            marks.append((start, start + 1))
        elif found["code"]:
            at = _code(line, start, found["code"], marks)
        elif found["label"] and TARGET.match(found["target"]):
            inside = found.span("label")
            marks += [(start, inside[0]), *_marks(line, *inside), (inside[1], at)]
        elif found["run"]:
            _emphasis(line, Opening(found["run"], start), openings, marks)
    return sorted(marks)


def _code(line: str, start: int, mark: str, marks: list[Range]) -> int:
    """Returns where the text goes on behind the code, or behind marks that nothing closes."""
    begin = start + len(mark)
    for run in CODE.finditer(line, begin):
        if run[0] == mark:
            if line[begin : run.start()].strip():
                marks += [(start, begin), run.span()]
            return run.end()
    return begin


def _emphasis(line: str, run: Opening, openings: list[Opening], marks: list[Range]) -> None:
    mark, at = run
    end = at + len(mark)
    before, after = line[at - 1 : at], line[end : end + 1]
    if len(mark) > 3 or (mark[0] == "_" and before.isalnum() and after.isalnum()):
        return
    opens = not _is_blank(after) and (not _is_sign(after) or _is_free(before))
    closes = not _is_blank(before) and (not _is_sign(before) or _is_free(after))
    same = [index for index, each in enumerate(openings) if each.mark == mark] if closes else []
    if same:
        begin = openings[same[-1]].at
        del openings[same[-1] :]
        if not IDENTIFIER.fullmatch(line[begin:end]):
            marks += [(begin, begin + len(mark)), (at, end)]
    elif opens:
        openings.append(run)


def _is_blank(character: str) -> bool:
    return not character or character.isspace()


def _is_sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _is_free(character: str) -> bool:
    """Whether a mark beside it may stand apart from a word."""
    return _is_blank(character) or _is_sign(character) or WIDE.match(character) is not None
