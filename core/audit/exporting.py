"""Acts as lines for other programs: JSON with everything that is hashed, and CSV for people who read tables."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models.query import QuerySet

from core.audit.models import Act
from core.audit.registry import title_of

ACTS_A_STATEMENT = 1_000
COLUMNS = (
    "id", "at", "act", "title", "door", "by", "by_name", "on_kind", "on", "on_name", "room", "room_name", "reason", "address",
    "details", "position", "link",
)  # fmt: skip
# A spreadsheet takes a cell that begins so for a formula, and the name in it may be anybody's.
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def as_json(act: Act) -> str:
    """One line. An erased content is null; otherwise it has the salt, so that the digest can be computed again."""
    content = getattr(act, "content", None)
    told: dict[str, Any] = {
        "position": act.position,
        "link": act.link,
        "digest": act.digest,
        "id": act.pk,
        "at": act.at.isoformat(timespec="microseconds"),
        "act": act.name,
        "door": act.door,
        "by": act.by_id,
        "on_kind": act.on_kind,
        "on": act.on_id,
        "room": act.room_id,
        "content": None,
    }
    if content is not None:
        names = ("salt", "by_name", "on_name", "room_name", "reason", "address", "details")
        told["content"] = {name: getattr(content, name) for name in names}
    return json.dumps(told, ensure_ascii=False)


def as_csv(acts: Iterable[Act]) -> Iterator[str]:
    """Lines, the first with the columns."""
    yield _line(COLUMNS)
    for act in acts:
        yield _line(_cells(act))


def all_acts(*, after: int = 0) -> Iterator[Act]:
    """In the order of their ids, read in parts."""
    while acts := list(_some(after)):
        yield from acts
        after = acts[-1].pk


def _some(after: int) -> QuerySet[Act, Act]:
    return QuerySet(Act).filter(pk__gt=after).select_related("content").order_by("pk")[:ACTS_A_STATEMENT]


def _cells(act: Act) -> Iterable[object]:
    content = getattr(act, "content", None)
    by_name, on_name, room_name, reason, address, details = (
        getattr(content, name, "") for name in ("by_name", "on_name", "room_name", "reason", "address", "details")
    )
    yield from (act.pk, act.at.isoformat(timespec="seconds"), act.name, title_of(act.name), act.door)
    yield from (act.by_id, by_name, act.on_kind, act.on_id, on_name, act.room_id, room_name)
    yield from (reason, address, details, act.position, act.link)


def _line(cells: Iterable[object]) -> str:
    file = io.StringIO()
    csv.writer(file).writerow([_harmless(cell) for cell in cells])
    return file.getvalue()


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULAS) else cell
