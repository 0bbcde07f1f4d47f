"""Bans in the admin: they remove somebody, keep them out, and are lifted."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from accounts.models import User
from chat import events
from chat.models import Ban, Membership, Room
from chat.services.authority import Member
from chat.services.rooms import bans, joining
from tests.chat.admin.pages import act, listed
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db


def test_a_ban_removes_somebody_and_is_lifted(
    admin: Client, room: Room, hanako: User, kenji: User, published: Any
) -> None:
    guest = a_user("guest")
    joining.join(by=guest, room_id=room.pk)
    form = {"room": room.pk, "user": guest.pk, "reason": "Advertising"}
    sent = published(lambda: admin.post("/admin/chat/ban/add/", form))
    assert (events.user_group(guest.pk), {"type": "membership.ended", "room": room.pk, "me": 2}) in sent.events
    ban = Ban.objects.get()
    assert (ban.user, ban.banned_by, ban.reason) == (guest, hanako, "Advertising")
    assert LogEntry.objects.get().object_id == str(ban.pk)
    assert admin.post("/admin/chat/ban/add/", form).status_code == 200  # already exists

    assert listed(admin, "ban", q=f"room:{room.pk} user:guest by:hanako") == [ban]
    assert listed(admin, "ban", q="by:kenji") == []
    assert admin.get(f"/admin/chat/ban/{ban.pk}/change/").status_code == 200
    assert (
        f"/admin/chat/ban/?room__id__exact={room.pk}"
        in admin.get(f"/admin/chat/room/{room.pk}/change/").content.decode()
    )
    assert admin.post(f"/admin/chat/ban/{ban.pk}/delete/", {"post": "yes"}).status_code == 302
    joining.join(by=guest, room_id=room.pk)


def test_several_bans_are_lifted_from_the_list(admin: Client, room: Room, kenji: User) -> None:
    for name in ("one", "two"):
        bans.ban(by=Member(kenji), room_id=room.pk, user_id=a_user(name).pk)
    act(admin, "ban", "delete_selected", *Ban.objects.all(), post="yes")
    assert not Ban.objects.exists()


def test_members_are_removed_and_banned_from_the_list(admin: Client, room: Room, hanako: User, kenji: User) -> None:
    guest = a_user("guest")
    joining.join(by=guest, room_id=room.pk)
    act(admin, "membership", "ban", Membership.objects.get(user=guest))
    assert not Membership.objects.get(user=guest).is_current
    assert Ban.objects.get().user == guest
    shown = act(admin, "membership", "ban", Membership.objects.get(user=kenji))
    assert "needs an owner" in shown
    assert Ban.objects.count() == 1


def test_who_is_banned_is_not_added_before_the_ban_is_lifted(admin: Client, room: Room, kenji: User) -> None:
    guest = a_user("guest")
    bans.ban(by=Member(kenji), room_id=room.pk, user_id=guest.pk)
    form = {"room": room.pk, "user": guest.pk, "role": "member"}
    page = admin.post("/admin/chat/membership/add/", form)
    assert "lift the ban first" in str(page.context["adminform"].form.errors)
    assert not Membership.objects.filter(user=guest).exists()
