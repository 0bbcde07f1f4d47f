"""The demo's site: its rooms are sound, and a visitor finds people, something to read and the next numbers."""

import uuid
from typing import Any

import pytest

from accounts.models import User
from chat import selectors
from chat.demo import site
from chat.models import Membership, Message, Room
from chat.services.messages import sending
from chat.services.messages.storing import NewMessage
from chat.services.rooms import direct
from tests.chat.demo.soundness import UNTIL, expect_sound
from tests.support.in_process import PASSWORD, Api


@pytest.fixture
def filled(db: None) -> None:
    site.fill(until=UNTIL, password=PASSWORD)


def test_every_room_is_sound(db: None) -> None:
    epoch = selectors.epoch()
    site.fill(until=UNTIL)
    rooms = list(Room.objects.all())
    assert len(rooms) >= 12
    assert {room.kind for room in rooms} == {"public", "private", "direct"}
    assert sum(room.is_archived for room in rooms) == 1
    for room in rooms:
        expect_sound(room)
        assert room.changed_at <= UNTIL
    assert User.objects.count() == 24
    assert Message.objects.count() >= 3000
    assert Message.objects.exclude(edited_at=None).count() >= 10
    assert Message.objects.exclude(deleted_at=None).count() >= 3
    assert Message.objects.exclude(reply_to=None).count() >= 20
    assert selectors.epoch() == epoch


@pytest.mark.usefixtures("filled")
def test_nobody_speaks_before_they_came_or_where_they_are_not() -> None:
    joined = {(row.room_id, row.user_id): row.joined_at for row in Membership.objects.all()}
    for message in Message.objects.all():
        assert joined[message.room_id, message.author_id] < message.created_at


@pytest.mark.usefixtures("filled")
def test_the_visitor_can_sign_in_and_has_something_to_read() -> None:
    [(_, administrator), *others] = site.sign_ins()
    assert administrator.is_superuser
    assert len(others) >= 3
    assert not any(user.is_staff for _, user in others)
    for _, user in site.sign_ins():
        form = {"username": user.username, "password": PASSWORD}
        assert Api().post("session/", form).status == 200
    summaries = selectors.summaries_of(administrator)
    assert sum(summary.unread > 0 for summary in summaries) >= 3
    assert sum(summary.unread == 0 for summary in summaries) >= 3
    assert selectors.rooms_to_join(administrator).exists()


@pytest.mark.usefixtures("filled")
def test_the_visitor_has_people_to_talk_to() -> None:
    hanako, kenji = (User.objects.get(username=name) for name in ("hanako", "kenji"))
    summaries = selectors.summaries_of(hanako)
    direct_rooms = {tuple(person.username for person in room.people): room for room in summaries if room.people}
    assert direct_rooms.keys() == {("kenji",), ("yuki",), ("emma", "aoi")}
    assert all(room.last_seq > 0 for room in direct_rooms.values())
    assert direct.open_direct(by=kenji, others=[hanako.pk]).room.pk == direct_rooms["kenji",].id
    assert 2 <= sum(room.favourite for room in summaries) < len(summaries) / 2
    assert User.objects.exclude(status_text="").count() >= 5


@pytest.mark.usefixtures("filled")
def test_the_first_message_after_the_demo_takes_the_next_numbers() -> None:
    kenji = User.objects.get(username="kenji")
    room = Room.objects.for_member(kenji).order_by("pk")[0]
    sent = sending.send(NewMessage(by=kenji, room_id=room.pk, nonce=uuid.uuid4(), text="ただいま")).message
    assert (sent.seq, sent.rev) == (room.last_seq + 1, room.rev + 1)
    room.refresh_from_db()
    expect_sound(room)


@pytest.mark.usefixtures("filled")
def test_the_same_moment_gives_the_same_site() -> None:
    def told() -> list[Any]:
        rows = Message.objects.order_by("pk").values_list(
            "room__name", "seq", "rev", "author__username", "text", "nonce"
        )
        return list(rows)

    first = told()
    Message.objects.all().delete()
    Room.objects.all().delete()
    User.objects.all().delete()
    site.fill(until=UNTIL)
    assert told() == first
