"""What nobody sends who means well, in every query and every address of the schema: refused or answered, on either database."""

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from drf_spectacular.generators import SchemaGenerator

from lab.clients.person import Newcomer, Person
from lab.servers.site import Site
from tests.support import protocol_document

TEXTS = [
    "",
    "\0",
    "a\0b",
    "\u202e\u0301" * 30,
    "%",
    "_%\\",
    "'\"",
    "9" * 18,
    "0",
    "-1",
    f"{2**31}",
    f"{2**63 - 1}",
    f"{2**63}",
    f"{10**400}",
    "9" * 5000,
    "1e400",
    "NaN",
    "١٢٣",
    "０",
    "true",
    "0001-01-01T00:00:00Z",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59Z",
    "9999-12-31T23:59:59-14:00",
    "2026-11-20T24:00:00Z",
    "2026-11-20",
    "p=abc",
]
PLACES = [
    "p=abc",
    "p=1",
    "o=999999999999",
    "r=1&p=2026-11-20",
    "[]",
    "[false]",
    "[false,[]]",
    '[false,["abc"]]',
    "[false,[1.5]]",
    "[false,[-1]]",
    "[false,[null]]",
    "[null,[1]]",
    "[false,[1],2]",
    f"[false,[{2**63}]]",
    f"[false,[{10**400}]]",
    '[false,["0001-01-01T00:00:00+14:00",1]]',
    '[true,["9999-12-31T23:59:59-14:00",1]]',
    '[false,["2026-11-20T00:00:00",1]]',
    "[" * 100,
]
CURSORS = [urlsafe_b64encode(place.encode()).decode().rstrip("=") for place in PLACES]
# Not UTF-8, half of a pair, half of an escape.
RAW = ["%ff", "%ed%a0%80", "%f0%9f", "%", "%zz", "+", "%00"]


def calls() -> Iterator[tuple[str, str, dict[str, Any]]]:
    schema = SchemaGenerator().get_schema(request=None, public=True)
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


QUERIES = [
    (path, parameter["name"])
    for method, path, operation in calls()
    if method == "GET"
    for parameter in operation.get("parameters", ())
    if parameter["in"] == "query"
]
PATHS = [(method, path) for method, path, _ in calls() if "{" in path]


class Room:
    def __init__(self, owner: Person) -> None:
        self.owner = owner
        self.id = owner.create_room("Hearth")["id"]
        self.message = owner.say({"id": self.id}, "tea")["id"]

    def filled(self, path: str) -> str:
        return path.replace("{room_id}", str(self.id)).replace("{message_id}", str(self.message)).removeprefix("/api/")


@pytest.fixture
def room(either_site: Site, newcomer: Newcomer) -> Room:
    return Room(newcomer(either_site))


def test_the_schema_knows_the_queries() -> None:
    known = {name for _, name in QUERIES}
    assert {"cursor", "limit", "q", "browse", "before", "after", "around", "at"} <= known


def test_every_query(room: Room, either_site: Site) -> None:
    for path, name in QUERIES:
        for value in [*map(quote, TEXTS), *CURSORS, *RAW]:
            answer = room.owner.http.get(f"{room.filled(path)}?{name}={value}")
            assert answer.status_code in (200, 400), (path, name, value[:60], answer.text)
            if answer.status_code == 400:
                assert answer.json()["code"] == "invalid", (path, name, value[:60])
                codes = {code for codes in answer.json()["fields"].values() for code in codes}
                assert codes <= protocol_document.field_codes(), (path, name, value[:60])


def test_every_cursor_that_is_none(room: Room, either_site: Site) -> None:
    lists = {path for path, name in QUERIES if name == "cursor"}
    assert len(lists) == 13
    for path in lists:
        for value in ["", "garbage", "é", *CURSORS]:
            answer = room.owner.http.get(room.filled(path), params={"q": "tea", "cursor": value})
            assert answer.json().get("fields") == {"cursor": ["invalid"]}, (path, value)


def test_every_address(room: Room, either_site: Site) -> None:
    """Each part of it in turn; what a number may look like is tried with queries."""
    values = [*map(quote, ("\0", "é", "-1", "9" * 18, f"{2**63}", f"{10**400}", "9" * 5000)), *RAW[:3]]
    for method, path in PATHS:
        parts = path.removeprefix("/api/").split("/")
        for place in (number for number, part in enumerate(parts) if part.startswith("{")):
            for value in values:
                strange = "/".join(value if number == place else part for number, part in enumerate(parts))
                address = room.filled(strange).replace("{", "").replace("}", "")
                answer = room.owner.http.request(method, address, json={})
                assert answer.status_code < 500, (method, address[:80], answer.text)
