"""What the admin's lists say: times with their zone, names of direct rooms, and the first link of a row."""

import re
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from chat.models import Membership, Room, RoomInvitation
from chat.services.authority import Member
from chat.services.rooms import direct, invitations, rooms
from core.admin.time_zones import offset_text, reader_zone
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


@pytest.fixture
def hanako() -> User:
    return a_user("hanako", is_staff=True, is_superuser=True, display_name="花子")


@pytest.fixture
def admin(hanako: User) -> Client:
    client = Client()
    client.force_login(hanako)
    return client


class TestTimes:
    @pytest.mark.parametrize(
        ("zone", "said", "shown"),
        [("UTC", "UTC (UTC)", "12:00"), ("Asia/Tokyo", "Asia/Tokyo (UTC+9)", "21:00")],
    )
    def test_are_those_of_the_site_which_is_said(
        self, admin: Client, hanako: User, settings: Settings, zone: str, said: str, shown: str
    ) -> None:
        settings.TIME_ZONE = zone
        room = rooms.create(owner=hanako, name="Hearth")
        Room.objects.filter(pk=room.pk).update(created_at=NOON)
        page = admin.get(reverse("admin:chat_room_change", args=[room.pk])).content.decode()
        assert f"Times are those of {said}." in page
        assert f"26 Nov 2026, {shown}" in page
        assert timezone.get_current_timezone() == timezone.get_default_timezone()

    @pytest.mark.parametrize(("name", "zone"), [("Asia/Tokyo", "Asia/Tokyo"), ("", "UTC"), ("../etc", "UTC")])
    def test_are_those_of_a_reader_who_has_a_zone(self, rf: Any, name: str, zone: str) -> None:
        request = rf.get("/admin/")
        request.user = type("Reader", (), {"time_zone": name})()
        assert str(reader_zone(request)) == zone

    @pytest.mark.parametrize(
        ("zone", "text"),
        [("UTC", "UTC"), ("Asia/Tokyo", "UTC+9"), ("America/St_Johns", "UTC-3:30"), ("Asia/Kathmandu", "UTC+5:45")],
    )
    def test_offsets(self, zone: str, text: str) -> None:
        assert offset_text(NOON.astimezone(ZoneInfo(zone))) == text


class TestDirectRooms:
    @pytest.fixture
    def room(self, hanako: User) -> Room:
        return direct.open_direct(by=hanako, others=[a_user("kenji", display_name="健二").pk]).room

    def test_are_called_by_their_people(self, admin: Client, room: Room) -> None:
        membership = Membership.objects.filter(room=room).first()
        assert membership
        for address in (
            reverse("admin:chat_room_changelist"),
            reverse("admin:chat_room_change", args=[room.pk]),
            reverse("admin:chat_membership_changelist"),
            reverse("admin:chat_membership_change", args=[membership.pk]),
        ):
            assert "花子 · 健二" in admin.get(address).content.decode(), address

    def test_one_query_names_a_page_of_them(
        self, admin: Client, room: Room, hanako: User, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(20):
            direct.open_direct(by=hanako, others=[a_user(f"guest{number}").pk])
        with django_assert_max_num_queries(8):
            admin.get(reverse("admin:chat_room_changelist"))


def test_the_first_link_of_a_row_leads_to_the_row_and_says_so(admin: Client) -> None:
    owner = a_user("kenji")
    room = rooms.create(owner=owner, name="Hearth")
    invitations.invite(by=Member(owner), room_id=room.pk, lifetime=None, uses=None)
    for model in (Room, RoomInvitation, Membership):
        name = f"admin:chat_{model._meta.model_name}"
        page = admin.get(reverse(f"{name}_changelist")).content.decode()
        row = page.split("<tbody>")[1].split("</tr>")[0]
        first = re.search(r'<a href="([^"?]+)[^"]*">([^<]*)</a>', row)
        assert first, row
        pk = model._default_manager.order_by("-pk").values_list("pk", flat=True)[0]
        assert (first[1], bool(first[2].strip())) == (reverse(f"{name}_change", args=[pk]), True)
        assert not re.search(r"<a [^>]*>\s*(</a>|<a)", page)
