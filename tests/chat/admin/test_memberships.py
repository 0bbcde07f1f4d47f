"""Memberships in the admin: deleting one takes the person out and keeps the row; a room keeps an owner."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from accounts.models import User
from chat import events
from chat.models import Membership, Room
from chat.services.rooms import joining, memberships
from tests.chat.admin.pages import act
from tests.chat.hearth import Role
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db


def test_adding_a_membership_brings_somebody_in(admin: Client, room: Room, hanako: User, published: Any) -> None:
    form = {"room": room.pk, "user": hanako.pk, "role": "moderator"}
    sent = published(lambda: admin.post("/admin/chat/membership/add/", form))

    membership = Membership.objects.get(user=hanako)
    assert (membership.is_current, membership.role) == (True, Role.MODERATOR)
    assert Room.objects.get().member_count == 2
    assert (events.user_group(hanako.pk), {"type": "membership.started", "room": room.pk, "me": 1}) in sent.events
    assert LogEntry.objects.get().object_id == str(membership.pk)


def test_whoever_left_comes_back_and_whoever_is_in_is_refused(admin: Client, room: Room, hanako: User) -> None:
    joining.join(by=hanako, room_id=room.pk)
    form = {"room": room.pk, "user": hanako.pk, "role": "member"}
    assert "a member already" in admin.post("/admin/chat/membership/add/", form).content.decode()

    memberships.leave(by=hanako, room_id=room.pk)
    assert admin.post("/admin/chat/membership/add/", form).status_code == 302
    assert Membership.objects.get(user=hanako).is_current


def test_deleting_a_membership_takes_the_person_out_and_keeps_the_row(
    admin: Client, room: Room, hanako: User, published: Any
) -> None:
    joining.join(by=hanako, room_id=room.pk)
    membership = Membership.objects.get(user=hanako)
    sent = published(lambda: admin.post(f"/admin/chat/membership/{membership.pk}/delete/", {"post": "yes"}))

    membership.refresh_from_db()
    assert not membership.is_current
    assert (events.user_group(hanako.pk), {"type": "membership.ended", "room": room.pk, "me": 2}) in sent.events
    assert Room.objects.get().member_count == 1
    # Once more changes nothing.
    assert published(lambda: admin.post(f"/admin/chat/membership/{membership.pk}/delete/", {"post": "yes"})).sent == []
    assert admin.post(f"/admin/chat/membership/{membership.pk}/change/", {"role": "owner"}).status_code == 403


def test_the_last_owner_stays(admin: Client, room: Room, kenji: User) -> None:
    membership = Membership.objects.get(user=kenji)
    address = f"/admin/chat/membership/{membership.pk}/"

    demoted = admin.post(f"{address}change/", {"role": "member"})
    assert "needs an owner" in str(demoted.context["adminform"].form.errors)
    removed = admin.post(f"{address}delete/", {"post": "yes"}, follow=True)
    assert "needs an owner" in removed.content.decode()

    membership.refresh_from_db()
    assert membership.is_owner
    assert not LogEntry.objects.exists()


def test_an_action_that_is_refused_for_one_row_changes_none(
    admin: Client, room: Room, hanako: User, published: Any
) -> None:
    joining.join(by=hanako, room_id=room.pk)
    rows = list(Membership.objects.all())
    pages_shown = []
    sent = published(lambda: pages_shown.append(act(admin, "membership", "delete_selected", *rows, post="yes")))

    assert "Nothing was changed. kenji · Hearth" in pages_shown[0]
    assert Membership.objects.current().count() == 2
    assert sent.sent == []
    assert not LogEntry.objects.exists()


def test_whoever_an_administrator_adds_is_told_and_not_added_back(admin: Client, room: Room, hanako: User) -> None:
    guest = a_user("guest")
    form = {"room": room.pk, "user": guest.pk, "role": "member"}
    admin.post("/admin/chat/membership/add/", form)
    assert Membership.objects.get(user=guest).unaccepted_adder == hanako.pk
    memberships.leave(by=guest, room_id=room.pk)
    page = admin.post("/admin/chat/membership/add/", form)
    assert "others may add them" in str(page.context["adminform"].form.errors)
    assert not Membership.objects.get(user=guest).is_current
