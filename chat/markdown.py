"""The part of Markdown that the server has to know: which parts of a text are code (CommonMark, "Fenced code blocks"
and "Code spans")."""

import re
from collections import defaultdict
from collections.abc import Iterator

FENCE = re.compile(r"^ {0,3}(`{3,}(?=[^`]*$)|~{3,})")
BACKTICKS = re.compile(r"`+")


def without_code(text: str) -> str:
    return _without_spans("\n".join(_without_fences(text.splitlines()))) if "`" in text or "~~~" in text else text


def _without_fences(lines: list[str]) -> Iterator[str]:
    """The lines outside fenced blocks. A block ends with a fence as long as its first one or longer, or with the
    text."""
    fence = ""
    for line in lines:
        mark = match[1] if (match := FENCE.match(line)) else ""
        if fence:
            if mark.startswith(fence) and not line.strip().strip(mark[0]):
                fence = ""
        elif mark:
            fence = mark
        else:
            yield line


def _without_spans(text: str) -> str:
    """The text without code spans. A span ends with as many backticks as it began with. Each run of backticks is
    read once, so a text of backticks alone takes linear time."""
    runs = [match.span() for match in BACKTICKS.finditer(text)]
    later = defaultdict(list)
    for number in reversed(range(len(runs))):
        start, end = runs[number]
        later[end - start].append(number)
    kept, position, number = [], 0, 0
    while number < len(runs):
        start, end = runs[number]
        same = later[end - start]
        while same and same[-1] <= number:
            same.pop()
        if same and text[start - 1 : start] != "\\":
            kept.append(text[position:start])
            number = same[-1]
            position = runs[number][1]
        number += 1
    return " ".join([*kept, text[position:]])
