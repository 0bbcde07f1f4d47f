"""Forms of the admin that are sent twice: by a second click, or because the answer was lost."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import Invitation, User
from chat.models import Membership, Room
from tests.chat.hearth import Hearth
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def hanako() -> User:
    return a_user("administrator", is_staff=True, is_superuser=True)


@pytest.fixture
def admin(hanako: User) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(hanako)
    return client


def page(client: Client, address: str) -> dict[str, str]:
    """What the browser sends along with the form of a page, once it was opened."""
    text = client.get(address).content.decode()
    (token,) = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', text)[:1]
    return {"csrfmiddlewaretoken": token}


def send(client: Client, address: str, form: dict[str, Any]) -> int:
    return client.post(address, form).status_code


def test_one_page_makes_one_room(admin: Client, hanako: User) -> None:
    address = "/admin/chat/room/add/"
    form = {**page(admin, address), "name": "Den", "kind": "private", "topic": "", "owner": str(hanako.pk)}
    assert [send(admin, address, form) for _ in range(2)] == [302, 302]
    assert Room.objects.count() == 1
    assert send(admin, address, {**form, "name": "Attic"}) == 302
    assert send(admin, address, {**form, **page(admin, address)}) == 302
    assert sorted(Room.objects.values_list("name", flat=True)) == ["Attic", "Den", "Den"]


def test_one_page_makes_one_invitation(admin: Client) -> None:
    address = "/admin/accounts/invitation/add/"
    form = {**page(admin, address), "note": "Meetup", "max_uses": "3", "expires_at_0": "", "expires_at_1": ""}
    assert [send(admin, address, form) for _ in range(2)] == [302, 302]
    assert Invitation.objects.count() == 1


def test_what_has_ended_has_ended(admin: Client) -> None:
    hearth = Hearth()
    membership = Membership.objects.get(user=hearth.member)
    for model, pk in (("membership", membership.pk), ("message", hearth.say("tea").pk)):
        address = f"/admin/chat/{model}/{pk}/delete/"
        form = {**page(admin, address), "post": "yes"}
        assert [send(admin, address, form) for _ in range(2)] == [302, 302]


def test_nobody_without_the_right_is_told_that_it_has_ended() -> None:
    hearth = Hearth()
    ended = Membership.objects.get(user=hearth.former)
    client = Client()
    client.force_login(a_user("staff", is_staff=True))
    assert client.post(f"/admin/chat/membership/{ended.pk}/delete/", {"post": "yes"}).status_code == 403
