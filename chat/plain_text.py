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
QUOTE = re.compile(r"[ \t]*(?:>[ \t]*)+(?=[^\s>])")
BEFORE_LINE = re.compile(r"[ \t]*(?:#{1,6}[ \t]+(?=\S)|(?:[-*+][ \t]+(?=\S))*)")
FENCE = re.compile(r"[ \t>]*(`{3,}(?=[^`]*\Z)|~{3,})")
RULE = re.compile(r"[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*\Z")
# The second line of a table.
TABLE = re.compile(r"(?=.*\|)(?=.*-)[\s|:-]+\Z")
PIPE = re.compile(r"\\.|\|")
# What goes on with the paragraph of the line before it.
GOES_ON = re.compile(r"[ \t]*(?!#{1,6}[ \t]|[-*+>][ \t]|>|\d{1,9}[.)][ \t])\S")
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
    fence, is_table = "", False
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        line = lines[at]
        found = FENCE.match(line)
        begin = _quote(line)
        is_table = not fence and not found and _is_row(line, begin, lines[at + 1 : at + 2], is_table)
        at += 1
        if fence:
            closes = found is not None and found[1].startswith(fence) and not line[found.end() :].strip()
            fence = "" if closes else fence
            yield "" if closes else line
        elif found:
            fence = found[1]
            yield line[found.end() :]
        elif RULE.match(line[begin:]) or TABLE.match(line[begin:]):
            continue
        elif is_table:
            yield "".join(_cells(line[begin:]))
        else:
            mark = BEFORE_LINE.match(line, begin)
            begin = mark.end() if mark else begin
            # A line with a mark of its own before it stands alone.
            end = _end_of_paragraph(lines, at) if line.strip() and not line[:begin].strip() else at
            paragraph = "\n".join([line, *lines[at:end]])
            at = end
            yield _cut(paragraph, begin, len(paragraph))


def _is_row(line: str, begin: int, following: list[str], in_table: bool) -> bool:
    """`begin`: behind the marks of a quote, which the second line has too."""
    if "|" not in line[begin:]:
        return False
    return in_table or any(TABLE.match(each, _quote(each) if begin else 0) for each in following)


def _quote(line: str) -> int:
    found = QUOTE.match(line)
    return found.end() if found else 0


def _cells(row: str) -> Iterator[str]:
    """What each cell shows. A bar without a space beside it stays, so that words stay apart."""
    begin = 0
    for bar in [found.start() for found in PIPE.finditer(row) if found[0] == "|"]:
        yield _cut(row[begin:bar], 0, bar - begin)
        if 0 < bar < len(row) - 1 and not _is_blank(row[bar - 1]) and not _is_blank(row[bar + 1]):
            yield "|"
        begin = bar + 1
    yield _cut(row[begin:], 0, len(row) - begin)


def _end_of_paragraph(lines: list[str], at: int) -> int:
    while at < len(lines) and _goes_on(lines[at], lines[at + 1 : at + 2]):
        at += 1
    return at


def _goes_on(line: str, following: list[str]) -> bool:
    stops = FENCE.match(line) or RULE.match(line) or TABLE.match(line) or _is_row(line, 0, following, in_table=False)
    return GOES_ON.match(line) is not None and not stops


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
            at = _code(line, start, end, found["code"], marks)
        elif found["label"] and TARGET.match(found["target"]):
            inside = found.span("label")
            marks += [(start, inside[0]), *_marks(line, *inside), (inside[1], at)]
        elif found["run"]:
            _emphasis(line, Opening(found["run"], start), openings, marks)
    return sorted(marks)


def _code(line: str, start: int, end: int, mark: str, marks: list[Range]) -> int:
    """Returns where the text goes on behind the code, or behind marks that nothing closes."""
    begin = start + len(mark)
    for run in CODE.finditer(line, begin, end):
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
