"""Texts are searched newest first, and only so far: the page says where it stopped, and goes on from there."""

import re
from html import unescape

import pytest
from django.test import Client

from accounts.models import User
from chat.admin import message_search
from chat.models import Message, Room
from chat.services.rooms import joining, rooms
from core.admin import newest_first
from core.admin.newest_first import Bounds
from tests.chat.admin.pages import listed, said, signed_in, staff_with

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a site without the search app."""
    monkeypatch.setattr(message_search, "named", lambda attribute: [])


def bound(monkeypatch: pytest.MonkeyPatch, *, found: int = 500, read: int = 4, part: int = 2, few: int = 0) -> None:
    monkeypatch.setattr(message_search, "BOUNDS", Bounds(found=found, read=read, part=part))
    monkeypatch.setattr(message_search, "FEW", few)


def pages(client: Client, query: str) -> tuple[list[list[Message]], list[str]]:
    """What each page of a search lists, followed to its end, and what each says of where it stopped."""
    address, found = f"?q={query}", []
    notes: list[str] = []
    for _ in range(20):
        response = client.get(f"/admin/chat/message/{address}")
        found.append(list(response.context["cl"].result_list))
        note = re.search(r'<p class="irori-count">(The newest .*?)</p>', response.content.decode())
        if note is None:
            return found, notes
        notes.append(note[1])
        [address] = [unescape(href) for href in re.findall('href="([^"]+)">Go on with older ones', note[1])]
    raise AssertionError("It never ends.")


@pytest.fixture
def tea(room: Room, kenji: User) -> list[Message]:
    """One of three messages has the word, and others say something else elsewhere."""
    other = rooms.create(owner=kenji, name="Elsewhere")
    found = []
    for turn in range(4):
        found.append(said(room, kenji, f"TEA {turn}"))
        said(room, kenji, "rice")
        said(other, kenji, "coffee")
    return found[::-1]


@pytest.mark.parametrize("narrowed", ["", "room:{room} ", "author:kenji ", "author:kenji room:{room} "])
def test_a_search_goes_on_until_everything_was_looked_through(
    admin: Client, room: Room, tea: list[Message], monkeypatch: pytest.MonkeyPatch, narrowed: str
) -> None:
    bound(monkeypatch)
    found, notes = pages(admin, narrowed.format(room=room.pk) + "tea")
    assert [message for page in found for message in page] == tea
    assert len(notes) >= 1
    assert all(note.startswith("The newest 4 were looked through, and no older ones.") for note in notes)


@pytest.mark.parametrize("field", ["room", "author"])
def test_a_filter_in_the_address_narrows_as_a_prefix_does(
    admin: Client, room: Room, kenji: User, tea: list[Message], monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    bound(monkeypatch, read=100)
    narrow = {"room": room.pk, "author": kenji.pk}
    assert listed(admin, "message", q="tea", **{f"{field}__id__exact": str(narrow[field])}) == tea
    assert listed(admin, "message", q="tea", **{f"{field}__id__exact": "0"}) == []


def test_nobodys_messages_are_not_looked_for(
    admin: Client, tea: list[Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    bound(monkeypatch, read=2)
    for nobody in ("author:nobody", "room:0"):
        assert pages(admin, f"{nobody} tea") == ([[]], [])


def test_it_stops_where_it_has_found_as_many_as_it_lists(
    admin: Client, tea: list[Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    bound(monkeypatch, found=3, read=100, part=100)
    found, notes = pages(admin, "tea")
    assert found == [tea[:3], tea[3:]]
    assert [note.partition(";")[0] for note in notes] == ["The newest 3 that match are listed"]


def test_it_stops_when_its_time_is_over(admin: Client, tea: list[Message], monkeypatch: pytest.MonkeyPatch) -> None:
    bound(monkeypatch, read=100)
    monkeypatch.setattr(newest_first, "SECONDS", 0)
    found, notes = pages(admin, "tea")
    assert [message for page in found for message in page] == tea
    assert len(notes) > 3
    assert notes[0].startswith("The newest 2 were looked through")


def test_few_messages_of_an_author_are_read_whatever_others_wrote_since(
    admin: Client, room: Room, kenji: User, hanako: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    joining.join(by=hanako, room_id=room.pk)
    [found] = [said(room, hanako, "tea")]
    for _ in range(8):
        said(room, kenji, "tea")
    bound(monkeypatch, few=2)
    assert listed(admin, "message", q="author:hanako tea") == [found]


def test_older_ones_of_a_private_room_are_not_found_without_a_reason(
    room: Room, kenji: User, tea: list[Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    bound(monkeypatch)
    Room.objects.filter(pk=room.pk).update(kind=Room.Kind.PRIVATE)
    staff = signed_in(staff_with("view_message"))
    assert not any(pages(staff, "tea")[0])
    assert listed(staff, "message", q=f"before:{tea[0].pk} tea") == []


def test_before_an_id(admin: Client, room: Room, tea: list[Message]) -> None:
    assert listed(admin, "message", q=f"before:{tea[1].pk} tea") == tea[2:]
    assert tea[0] not in listed(admin, "message", q=f"before:{tea[0].pk}")
    assert listed(admin, "message", q="before:x") == []
    assert listed(admin, "message", q="before:99999999999999999999999 tea") == []
