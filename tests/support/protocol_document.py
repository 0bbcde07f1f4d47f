"""What docs/protocol.md promises, read from its text."""

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "protocol.md").read_text()


class Example(NamedTuple):
    kind: str
    data: Any


class Call(NamedTuple):
    method: str
    path: str


def examples(kind: str | None = None) -> list[Example]:
    """The fenced JSON examples, by the word or two after ```json."""
    found = re.findall(r"^```json ([a-z_ ]+)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    return [Example(name, json.loads(text)) for name, text in found if kind in (None, name)]


def errors() -> dict[str, int | None]:
    """Each error code with its HTTP status; None for what only a socket says."""
    table: dict[str, int | None] = {}
    for codes, statuses in re.findall(r"^\| (`[a-z_`· ]+`) \| ([–\d· ]+) \|", TEXT, re.MULTILINE):
        names = re.findall(r"`(\w+)`", codes)
        numbers = [int(status) if status.isdigit() else None for status in statuses.split(" · ")]
        table.update(zip(names, numbers * len(names) if len(numbers) == 1 else numbers, strict=False))
    return table


def field_codes() -> frozenset[str]:
    paragraph = TEXT.split("Codes inside `fields`:")[1].split("\n\n")[0]
    return frozenset(re.findall(r"`(\w+)`", paragraph))


def calls() -> set[Call]:
    """Every REST call in the tables' first cells; the names of path parameters left out."""
    found: set[Call] = set()
    path = ""
    for cell in re.findall(r"^\| (`[A-Z]+ /.*?) \|", TEXT, re.MULTILINE):
        for method, given in re.findall(r"`([A-Z]+)(?: (/[^`?]*))?[^`]*`", cell):
            path = given or path
            found.add(Call(method, re.sub(r"{\w+}", "{}", path)))
    return found


def close_codes() -> set[int]:
    paragraph = TEXT.split("Close codes:")[1].split("\n\n")[0]
    return {int(code) for code in re.findall(r"\b(\d{4})\s[a-z]", paragraph)}


def rules() -> dict[str, dict[str, str]]:
    """What may be done in which room, by row and column: the code of the refusal, or nothing."""
    table = TEXT.split("### What may be done in which room")[1].split("\n\n|")[1].split("\n\n")[0]
    head, _, *rows = [[cell.strip(" `✓") for cell in line.strip("|").split("|")] for line in table.splitlines()]
    return {what: dict(zip(head[1:], cells, strict=True)) for what, *cells in rows}
