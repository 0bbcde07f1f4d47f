"""Catching up ends with its bytes, and leads through everything, part by part."""

import uuid
from typing import Any

import pytest

from accounts.models import User
from chat import payloads, selectors
from chat.models import Membership, Message, Room
from chat.selectors import changed
from chat.selectors.weights import with_weights
from chat.services.authority import Member
from chat.services.messages import editing
from chat.services.rooms import joining, memberships, rooms
from core import answer_size
from core.answer_size import MOST_BYTES, size_of
from files.models import File
from files.payloads import row_of
from tests.chat.hearth import Hearth
from tests.chat.longest import CONTROL, FILES, FIRE, LARGEST_BYTES, PLAIN, QUOTES, fill, measured
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db

TEXTS = pytest.mark.parametrize("text", [FIRE, CONTROL, QUOTES, PLAIN], ids=["4 bytes", "escaped", "quoted", "plain"])


def caught_up(user: User, revs: dict[int, int], epoch: uuid.UUID | None = None) -> dict[int, list[payloads.Changes]]:
    """What a client gets that goes on by the contract until everything is there, by room."""
    wanted, parts = dict(revs), dict[int, list[payloads.Changes]]()
    known = epoch or selectors.epoch()
    while wanted:
        asked = dict(wanted)
        answer = measured(lambda asked=asked, known=known: selectors.changes_since(user, known_epoch=known, revs=asked))  # type: ignore[misc]
        known = answer.epoch
        for room, rev in asked.items():
            part = answer.rooms[str(room)]
            parts.setdefault(room, []).append(part)
            if part.gone or part.complete:
                del wanted[room]
            else:
                revs_received = [row.rev for row in (*(part.messages or ()), *(part.members or ()))]
                wanted[room] = max([0 if part.reset else rev, *revs_received])
        assert wanted != asked, "no progress"
    return parts


def received(parts: list[payloads.Changes]) -> list[int]:
    """The seqs of all messages."""
    return [message.seq for part in parts for message in part.messages or ()]


class TestSync:
    @TEXTS
    def test_a_room_comes_in_parts_and_whole(self, hearth: Hearth, text: str) -> None:
        have = fill(hearth, 300, text)
        parts = caught_up(hearth.member, {hearth.id: have})[hearth.id]
        assert received(parts) == list(range(1, 301))
        assert len(parts) > 2
        assert all(part.head == hearth.room.rev for part in parts)

    def test_files_count(self, hearth: Hearth) -> None:
        have = fill(hearth, 60, "", files=FILES)
        parts = caught_up(hearth.member, {hearth.id: have})[hearth.id]
        assert received(parts) == list(range(1, 61))
        assert len(parts) > 2

    @pytest.mark.parametrize(
        "files", [FILES, [row_of(File(name="a", type="text/plain", size=1))] * 10], ids=["long", "short"]
    )
    def test_a_message_weighs_what_its_files_are(self, hearth: Hearth, files: list[Any]) -> None:
        fill(hearth, 1, "", files=files)
        message = with_weights(Message.objects.select_related("author")).get()
        # SQLite keeps JSON in ASCII: a character of four bytes takes twelve.
        assert 0.8 < message.weight / size_of(payloads.Message.of(message)) < 3.5

    def test_two_thousand_in_many_rooms(self, hearth: Hearth) -> None:
        revs = {hearth.id: fill(hearth, 500)}
        for name in ("Kitchen", "Attic", "Cellar"):
            room = Room.objects.create(name=name)
            Membership.objects.create(room=room, user=hearth.member)
            other = Hearth.__new__(Hearth)
            other.id, other.owner = room.pk, hearth.owner
            revs[room.pk] = fill(other, 500)
        for parts in caught_up(hearth.member, revs).values():
            assert received(parts) == list(range(1, 501))

    def test_a_reset_brings_the_newest_that_fit(self, hearth: Hearth) -> None:
        fill(hearth, 2000)
        (part,) = caught_up(hearth.member, {hearth.id: 1})[hearth.id]
        seqs = received([part])
        assert (part.reset, part.complete, seqs[-1]) == (True, True, 2000)
        assert seqs == list(range(seqs[0], 2001))
        assert 20 <= len(seqs) < 50

    def test_a_reset_that_has_no_place_comes_with_the_next_answer(self, hearth: Hearth) -> None:
        kitchen = rooms.create(owner=hearth.owner, name="Kitchen", members=[hearth.member.pk])
        fill(hearth, 20)
        other = Hearth.__new__(Hearth)
        other.id, other.owner = kitchen.pk, hearth.owner
        fill(other, 20)
        parts = caught_up(hearth.member, {hearth.id: 1, kitchen.pk: 1}, epoch=uuid.uuid4())
        assert received(parts[hearth.id]) == received(parts[kitchen.pk]) == list(range(1, 21))
        assert [(part.reset, part.complete) for part in parts[kitchen.pk]] == [(True, False), (False, True)]

    def test_changes_of_members_are_in_their_place(self, hearth: Hearth) -> None:
        """A member who came between two long messages must not be passed over by whoever goes on from the second one."""
        have = hearth.room.rev
        for number in range(60):
            fill(hearth, 1)
            if number % 10 == 5:
                memberships.add(by=Member(hearth.owner), room_id=hearth.id, user_ids=[a_user(f"guest{number}").pk])
        parts = caught_up(hearth.member, {hearth.id: have})[hearth.id]
        assert received(parts) == list(range(1, 61))
        names = [member.user.username for part in parts for member in part.members or ()]
        assert names == [f"guest{number}" for number in range(5, 60, 10)]
        for part in parts:
            assert part.messages is not None
            assert part.members is not None
            assert [row.rev for row in part.messages] == sorted(row.rev for row in part.messages)

    def test_the_rooms_own_change_does_not_lead_too_far(self, hearth: Hearth) -> None:
        have = fill(hearth, 10)
        rooms.change(by=Member(hearth.owner), room_id=hearth.id, name="Kotatsu")
        fill(hearth, 90)
        parts = caught_up(hearth.member, {hearth.id: have})[hearth.id]
        assert received(parts) == list(range(1, 101))
        told = [part for part in parts if part.room]
        assert [part.room.name for part in told if part.room] == ["Kotatsu"]
        (part,) = told
        assert part.room is not None
        assert part.messages is not None
        assert part.room.rev == (hearth.room.rev if part.complete else part.messages[-1].rev)

    def test_reactions_weigh_too(self, hearth: Hearth) -> None:
        users = [2**60 + number for number in range(50)]
        marks = [{"emoji": "🔥" * 10, "count": 50, "users": users} for _ in range(20)]
        have = fill(hearth, 200, "tea", reactions=marks, mentions=users * 4)
        assert received(caught_up(hearth.member, {hearth.id: have})[hearth.id]) == list(range(1, 201))

    @pytest.mark.parametrize("text", ["tea", FIRE], ids=["whole", "in parts"])
    def test_what_changes_while_it_is_read_is_neither_missing_nor_passed_over(
        self, hearth: Hearth, monkeypatch: pytest.MonkeyPatch, text: str
    ) -> None:
        """Before the messages are read, and after the members were, the second one is edited, somebody comes, and one is added."""
        have = fill(hearth, 60, text)
        head = hearth.room.rev
        edited = Message.objects.get(room=hearth.id, seq=2)
        read, once = changed._weighed, [True]

        def meanwhile(*arguments: Any) -> Any:
            if once:
                once.pop()
                joining.join(by=hearth.stranger, room_id=hearth.id)
                editing.edit(by=hearth.owner, message_id=edited.pk, text="coffee")
                fill(hearth, 1, "late")
            return read(*arguments)

        monkeypatch.setattr(changed, "_weighed", meanwhile)
        first = selectors.changes_since(hearth.member, known_epoch=selectors.epoch(), revs={hearth.id: have})
        part = first.rooms[str(hearth.id)]
        assert part.head == head
        if part.complete:
            # A client has `head` now. What has changed since then will be told, and must have its place among the others.
            assert received([part]) == [1, *range(3, 61), 2, 61]
            have = head
        else:
            assert part.messages is not None
            have = part.messages[-1].rev
            assert have <= head
        rest = [part, *caught_up(hearth.member, {hearth.id: have})[hearth.id]]
        assert set(received(rest)) == set(range(1, 62))
        assert [member.user.username for each in rest for member in each.members or ()] == ["sora"]


def test_a_small_budget_always_lets_something_through(hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_size, "MOST_BYTES", 1)
    have = fill(hearth, 5, "tea")
    rooms.change(by=Member(hearth.owner), room_id=hearth.id, name="Kotatsu")
    editing.edit(by=hearth.owner, message_id=Message.objects.get(seq=2).pk, text="coffee")
    parts = caught_up(hearth.member, {hearth.id: have})[hearth.id]
    assert received(parts) == [1, 3, 4, 5, 2]
    assert [part.room.name for part in parts if part.room] == ["Kotatsu"]
    page = selectors.history(hearth.room, around=3)
    assert [message.seq for message in page.messages] == [3]


def test_the_largest_answer_is_within_the_contract() -> None:
    assert MOST_BYTES + 100_000 < LARGEST_BYTES
