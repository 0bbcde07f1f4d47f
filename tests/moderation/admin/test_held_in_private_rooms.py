"""What waits in a private room: its text is shown to staff after a reason, which the audit log keeps."""

import pytest
from django.test import Client
from pytest_django import Settings

from chat.models import Room
from core.audit.models import Act
from tests.chat.admin.pages import signed_in, staff_with
from tests.chat.hearth import Hearth
from tests.moderation.ruled import hold, site_rule, staff

pytestmark = pytest.mark.django_db

HELD = "/admin/moderation/heldmessage/"
TEXT = "my poker evening"


@pytest.fixture
def held() -> tuple[int, int]:
    """A message that a rule of the site holds, and its room."""
    hearth = Hearth(Room.Kind.PRIVATE)
    site_rule("poker", "hold")
    return hold(hearth, TEXT).id, hearth.id


def shows(client: Client, held: int) -> list[bool]:
    return [TEXT in client.get(page).content.decode() for page in (HELD, f"{HELD}{held}/change/")]


def test_it_is_shown_after_a_reason_that_is_logged(held: tuple[int, int]) -> None:
    waiting, room = held
    chief = signed_in(staff())
    assert shows(chief, waiting) == [False, False]
    reason = {"reason": "A rule held it", "next": HELD}
    assert chief.post(f"/admin/chat/message/read/{room}/", reason).status_code == 302
    assert shows(chief, waiting) == [True, True]
    logged = Act.objects.get(name="chat.private_room_read")
    assert (logged.by_id, logged.room_id, logged.content.reason) == (staff().pk, room, "A rule held it")


def test_a_site_that_forbids_it_shows_none(held: tuple[int, int], settings: Settings) -> None:
    settings.ADMIN_READS_PRIVATE = False
    chief = signed_in(staff())
    assert shows(chief, held[0]) == [False, False]
    assert f"read/{held[1]}/" not in chief.get(HELD).content.decode()


def test_who_may_not_read_messages_is_offered_no_reason(held: tuple[int, int]) -> None:
    sorter = signed_in(staff_with("view_heldmessage", "change_heldmessage"))
    assert shows(sorter, held[0]) == [False, False]
    assert "Hidden: a private room" in sorter.get(HELD).content.decode()
    assert f"read/{held[1]}/" not in sorter.get(HELD).content.decode()
    assert sorter.get(f"/admin/chat/message/read/{held[1]}/").status_code == 403


def test_that_of_a_public_room_is_shown_at_once() -> None:
    hearth = Hearth()
    site_rule("poker", "hold")
    assert shows(signed_in(staff()), hold(hearth, TEXT).id) == [True, True]


@pytest.mark.parametrize(
    "asked", ["text__startswith=my+poker", "text=my+poker+evening", "files__isnull=False", "note="]
)
def test_no_address_asks_what_a_hidden_text_says(held: tuple[int, int], asked: str) -> None:
    assert signed_in(staff()).get(f"{HELD}?{asked}").status_code == 400
