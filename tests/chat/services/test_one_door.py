"""A room, membership or message that somebody names by its id is looked up by chat/services/authority.py and nowhere else."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.servers.process import ROOT

# One for a call on somebody's behalf, one for many rows of an administrator, one for a batch of sends.
DOORS = {"authority.py", "authority_of_many.py", "batch_statements.py"}
ROWS = {"Room", "Membership", "Message"}
# Words of a lookup that name a row by its id, or by the id of what it belongs to.
ID = re.compile(r"(pk|id|(room|message|thread|membership)(_id|__pk|__id)?)(__in)?")
# These never are a lookup: new rows, and rows that were found before.
WRITES = {"bulk_create", "bulk_update", "create"}


def lookups_by_id(source: str) -> Iterator[str]:
    """Each chain of calls on `Room.objects` and its like that has an id among its words."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            words = [keyword.arg or "" for keyword in node.keywords if not is_of_found_rows(keyword.value)]
            names_a_row = node.func.attr == "in_bulk" or any(map(ID.fullmatch, words))
            if names_a_row and node.func.attr not in WRITES and begins_at_a_table(node.func.value):
                yield f"line {node.lineno}: {ast.unparse(node)[:100]}"


def is_of_found_rows(ids: ast.expr) -> bool:
    """`[row.pk for row in rows]`: nobody named these, they are read off rows."""
    return isinstance(ids, ast.ListComp) and isinstance(ids.elt, ast.Attribute) and ids.elt.attr == "pk"


def begins_at_a_table(node: ast.expr) -> bool:
    while isinstance(node, ast.Call | ast.Attribute):
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager"):
            return isinstance(node.value, ast.Name) and node.value.id in ROWS
        node = node.func if isinstance(node, ast.Call) else node.value
    return False


def files() -> list[Path]:
    folders = ("services", "api", "socket")
    return sorted(file for folder in folders for file in (ROOT / "chat" / folder).rglob("*.py"))


def test_no_service_and_no_view_looks_rows_up_by_itself() -> None:
    found = {f"{file.relative_to(ROOT)}, {place}" for file in files() for place in lookups_by_id(file.read_text())}
    beside = {place for place in found if Path(place.split(",")[0]).name not in DOORS}
    assert beside == set()
    assert len(found) > len(beside), "the doors look nothing up any more: is the test still right?"


@pytest.mark.parametrize(
    "lookup",
    [
        "Room.objects.get(pk=room_id)",
        "Room.objects.in_bulk(ids)",
        "Membership.objects.current().select_for_update().filter(user=user, room_id=room_id).first()",
        "Membership.objects.filter(room=room_id)",
        "Message.objects.select_related('author').filter(pk__in=ids, author=by)",
        "Message.objects.filter(pk__in=[int(name) for name in names])",
    ],
)
def test_such_lookups_are_found(lookup: str) -> None:
    assert list(lookups_by_id(f"def service():\n    return {lookup}"))


@pytest.mark.parametrize(
    "lookup",
    [
        "room.memberships.filter(user=by)",
        "Message.objects.bulk_create(rows)",
        "Message.objects.filter(pk__in=[row.pk for row in rows])",
    ],
)
def test_rows_of_a_row_that_was_given_are_not(lookup: str) -> None:
    assert not list(lookups_by_id(lookup))
