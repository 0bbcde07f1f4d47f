"""The writer: a recorded past has the numbers that a lived one would have, and life goes on after it."""

import uuid
from datetime import datetime, timedelta

import pytest

from accounts.models import User
from chat import payloads, selectors
from chat.models import Membership, Room
from chat.services.authority import Member
from chat.services.importing import rooms
from chat.services.importing.history import PastMember, PastMessage, PastReaction, PastRoom
from chat.services.messages import sending
from chat.services.messages.storing import NewMessage
from chat.services.rooms.rooms import change
from tests.chat.demo.soundness import UNTIL, expect_sound
from tests.files.a_file import a_file
from tests.support.in_process import a_user


@pytest.fixture
def people(db: None) -> list[User]:
    return [a_user(name) for name in ("hanako", "kenji", "emma")]


@pytest.fixture
def room(people: list[User]) -> Room:
    """Four messages among three people: one quoted and edited, one deleted, one pinned in a thread, and then it was archived."""
    hanako, kenji, emma = people

    def minute(number: float) -> datetime:
        return UNTIL + timedelta(minutes=number)

    members = [
        PastMember(hanako, minute(0), Membership.Role.OWNER, unread=2),
        PastMember(kenji, minute(1)),
        PastMember(emma, minute(2.5), unread=99),
    ]
    kettle = a_file(kenji, "kettle.png", expires_at=None)
    said = [
        PastMessage(hanako, "one", minute(2), edited_at=minute(6), earlier_text="noe"),
        PastMessage(kenji, "two", minute(3), deleted_at=minute(4.5)),
        PastMessage(emma, "@Kenji three", minute(4), reply_to=0, reactions=[PastReaction("🍵", kenji, minute(6.5))]),
        PastMessage(kenji, "four", minute(5), thread=2, pinned_at=minute(7), pinned_by=hanako, files=[kettle]),
    ]
    [recorded] = rooms.record([PastRoom("Hearth", "public", "", minute(-1), members, said, archived_at=minute(9))])
    recorded.refresh_from_db()
    return recorded


def test_a_recorded_past_has_the_numbers_it_would_have_had(room: Room) -> None:
    expect_sound(room)
    # 1 hanako, 2 kenji, 3 "one", 4 emma, 5 "two", 6 "three", 7 "two" deleted, 8 "four", 9 "three" answered, 10 "one" edited,
    # 11 "three" reacted to, 12 "four" pinned, 13 archived
    assert dict(room.memberships.values_list("user__username", "rev")) == {"hanako": 1, "kenji": 2, "emma": 4}
    assert list(room.messages.order_by("seq").values_list("rev", flat=True)) == [10, 7, 11, 12]
    assert (room.rev, room.room_rev, room.last_seq, room.member_count) == (13, 13, 4, 3)
    assert list(room.messages.order_by("seq").values_list("text", flat=True)) == ["one", "", "@Kenji three", "four"]
    assert room.messages.get(seq=3).reply_to == room.messages.get(seq=1)
    hanako, kenji = (room.memberships.get(user__username=name).user for name in ("hanako", "kenji"))
    three, four = (payloads.Message.of(room.messages.get(seq=seq)) for seq in (3, 4))
    assert ([file.name for file in four.files], three.files) == (["kettle.png"], [])
    assert [(row.message.seq, row.kind) for row in selectors.files_of(room)] == [(4, "picture")]
    assert (four.thread, four.pinned_by, three.mentions) == (three.id, hanako.pk, [kenji.pk])
    assert three.replies == payloads.Replies(1, four.created_at, [kenji.pk])
    assert room.messages.get(seq=1).earlier_texts.get().text == "noe"
    assert room.messages.get(seq=2).deleted_by == kenji
    assert dict(room.memberships.values_list("user__username", "last_read_seq")) == {"hanako": 2, "kenji": 4, "emma": 0}


def test_life_goes_on_after_a_recorded_past(room: Room, people: list[User]) -> None:
    hanako, kenji, _ = people
    change(by=Member(hanako), room_id=room.pk, archived=False)
    sent = sending.send(NewMessage(by=kenji, room_id=room.pk, nonce=uuid.uuid4(), text="and now"))
    assert (sent.message.seq, sent.message.rev) == (5, 15)

    caught_up = selectors.changes_since(kenji, known_epoch=selectors.epoch(), revs={room.pk: 11}).rooms[str(room.pk)]
    assert [message.rev for message in caught_up.messages or []] == [12, 15]
    assert caught_up.head == 15


def test_a_room_without_a_word_is_a_room(people: list[User]) -> None:
    [room] = rooms.record([PastRoom("Quiet", "private", "", UNTIL, [PastMember(people[0], UNTIL, "owner")], [])])
    room.refresh_from_db()
    expect_sound(room)
    assert (room.last_seq, room.last_message_at, room.rev) == (0, None, 1)
