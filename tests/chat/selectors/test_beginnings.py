"""A hello is joined from parts that a process keeps: nobody gets what is old, or somebody else's."""

import uuid
from collections.abc import Callable, Iterator

import msgspec
import pytest

from accounts.models import User
from chat import selectors
from chat.models import Membership, Room
from chat.payloads.summary_parts import OwnPart, SharedPart, SharedParts, own_ends
from chat.selectors import beginnings
from chat.services.authority import Member
from chat.services.messages import editing
from chat.services.personal import reading
from chat.services.personal.preferences import prefer
from chat.services.rooms import direct, memberships, pictures, rooms
from chat.services.site import begin_epoch
from tests.chat.hearth import Hearth
from tests.files.stored import unused
from tests.support.in_process import a_user
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


def begun(user: User) -> selectors.Beginning:
    (beginning,) = selectors.beginnings_of([user])
    assert beginning is not None
    return beginning


def expected_of(user: User) -> list[bytes]:
    """The same from models, without any kept part."""
    return [msgspec.json.encode(one) for one in selectors.summaries_of(user)]


def one_by_one(user: User) -> list[bytes]:
    """The same, each room by itself, from SQL that a thread keeps."""
    mine = selectors.memberships_of(user)
    return [msgspec.json.encode(selectors.summary_of(user, each.room_id)) for each in mine]


CHANGES: dict[str, Callable[[Hearth], object]] = {
    "a message": lambda hearth: hearth.say("hello", hearth.owner),
    "a mention": lambda hearth: hearth.say("@yuki", hearth.owner),
    "an edit": lambda hearth: editing.edit(by=hearth.owner, message_id=hearth.room.messages.get().pk, text="@yuki!"),
    "a deletion": lambda hearth: editing.delete(by=Member(hearth.owner), message=hearth.room.messages.get()),
    "its name": lambda hearth: rooms.change(by=Member(hearth.owner), room_id=hearth.id, name="Stove"),
    "its topic": lambda hearth: rooms.change(by=Member(hearth.owner), room_id=hearth.id, topic="tea"),
    "its rules": lambda hearth: rooms.change(
        by=Member(hearth.owner), room_id=hearth.id, posting="moderators", slow_seconds=9
    ),
    "its picture": lambda hearth: pictures.change_picture(
        by=Member(hearth.owner), room_id=hearth.id, file_id=unused(hearth.owner, kind="photo").pk
    ),
    "its successor": lambda hearth: rooms.change(
        by=Member(hearth.owner),
        room_id=hearth.id,
        archived=True,
        successor=rooms.create(owner=hearth.owner, name="Stove", members=[hearth.moderator.pk]).pk,
    ),
    "its archiving": lambda hearth: rooms.change(by=Member(hearth.owner), room_id=hearth.id, archived=True),
    "who comes": lambda hearth: memberships.add(
        by=Member(hearth.owner), room_id=hearth.id, user_ids=[hearth.stranger.pk]
    ),
    "who leaves": lambda hearth: memberships.leave(by=hearth.moderator, room_id=hearth.id),
    "my role": lambda hearth: hearth.set_role(hearth.member, Membership.Role.MODERATOR),
    "my marker": lambda hearth: reading.advance(by=hearth.member, room_id=hearth.id, seq=1),
    "my preferences": lambda hearth: prefer(
        by=hearth.member, room_id=hearth.id, muted=True, favourite=True, notify="mentions"
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_nothing_is_old(hearth: Hearth, what: str) -> None:
    hearth.say("hello", hearth.owner)
    before = begun(hearth.member).rooms
    assert before == expected_of(hearth.member)
    CHANGES[what](hearth)
    after = begun(hearth.member).rooms
    assert after == expected_of(hearth.member)
    assert after != before
    assert one_by_one(hearth.member) == after


def test_each_has_their_own_part(hearth: Hearth) -> None:
    hearth.say("@yuki", hearth.owner)
    prefer(by=hearth.member, room_id=hearth.id, favourite=True)
    people = [hearth.owner, hearth.moderator, hearth.member, hearth.former, hearth.stranger]
    for _ in range(2):
        found = selectors.beginnings_of(people)
        assert [one and one.rooms for one in found] == [expected_of(user) for user in people]
        assert [one and len(one.rooms) for one in found] == [1, 1, 1, 0, 0]


def test_whoever_is_removed_sees_it_no_more_though_it_is_kept(hearth: Hearth) -> None:
    assert len(begun(hearth.member).rooms) == 1
    memberships.remove(by=Member(hearth.owner), room_id=hearth.id, user_id=hearth.member.pk)
    gone = begun(hearth.member)
    assert (gone.rooms, gone.revs) == ([], {})
    assert begun(hearth.owner).rooms == expected_of(hearth.owner)


def test_people_of_direct_rooms_are_those_of_each(hearth: Hearth) -> None:
    direct.open_direct(by=hearth.member, others=[hearth.owner.pk])
    direct.open_direct(by=hearth.member, others=[hearth.moderator.pk, hearth.owner.pk])
    for user in (hearth.member, hearth.owner, hearth.stranger):
        assert begun(user).rooms == expected_of(user) == one_by_one(user)


def test_who_was_added_is_told_by_whom(hearth: Hearth) -> None:
    memberships.add(by=Member(hearth.owner), room_id=hearth.id, user_ids=[hearth.stranger.pk])
    assert selectors.summary_of(hearth.stranger, hearth.id).added_by
    assert begun(hearth.stranger).rooms == expected_of(hearth.stranger) == one_by_one(hearth.stranger)


def test_a_kept_part_costs_no_query(hearth: Hearth) -> None:
    first, second = (lambda: begun(hearth.member)), (lambda: begun(hearth.moderator))
    assert queries_of(first) == queries_of(second) + 1
    assert queries_of(first) == queries_of(second)
    hearth.say()
    assert queries_of(second) == queries_of(first) + 1


class TestAChangeBetweenTwoStatements:
    @pytest.fixture(autouse=True)
    def between(self, hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], object]]:
        """What happens after the memberships were read and before the shared parts are."""
        happening: list[Callable[[], object]] = []
        read = beginnings._shared_rows

        def after_it(*ids: int) -> object:
            while happening:
                happening.pop()()
            return read(*ids)

        monkeypatch.setattr(beginnings, "_shared_rows", after_it)
        return happening

    def test_counts_are_as_new_as_the_rest(self, hearth: Hearth, between: list[Callable[[], object]]) -> None:
        other = rooms.create(owner=hearth.owner, name="Kitchen", members=[hearth.member.pk])
        between.append(lambda: hearth.say("@yuki", hearth.owner))
        beginning = begun(hearth.member)
        assert beginning.rooms == expected_of(hearth.member)
        assert beginning.revs == {hearth.id: hearth.room.rev, other.pk: other.rev}

    def test_who_was_removed_does_not_see_it(self, hearth: Hearth, between: list[Callable[[], object]]) -> None:
        remove = memberships.remove
        between.append(lambda: remove(by=Member(hearth.owner), room_id=hearth.id, user_id=hearth.member.pk))
        found = selectors.beginnings_of([hearth.member, hearth.owner])
        assert [one and one.rooms for one in found] == [[], expected_of(hearth.owner)]


def test_another_epoch_uses_revs_again(hearth: Hearth) -> None:
    begun(hearth.member)
    begin_epoch()
    Room.objects.filter(pk=hearth.id).update(name="Of the backup")
    beginning = begun(hearth.member)
    assert beginning.rooms == expected_of(hearth.member)
    assert beginning.epoch == selectors.epoch()


def test_no_more_people_are_read_than_fit(hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [a_user(f"guest{turn}") for turn in range(6)]
    for _ in range(10):
        rooms.create(owner=hearth.owner, name="Room", members=[user.pk for user in people])
    monkeypatch.setattr(beginnings, "ROOMS_AT_ONCE", 30)
    begun(people[0])
    found = selectors.beginnings_of(list(reversed(people)))
    assert [one is not None for one in found] == [True, True, False, False, False, False]
    assert found[0] is not None
    assert found[0].rooms == expected_of(people[5])


class TestKeptParts:
    EPOCH = uuid.uuid4()

    def parts(self, count: int, rev: int = 1) -> Iterator[tuple[int, SharedPart]]:
        for room in range(count):
            yield room, SharedPart(rev, b"x" * 100, is_direct=False, is_archived=False, last_message_at=None)

    def test_are_bounded_and_the_oldest_go_first(self) -> None:
        kept = SharedParts(most_bytes=5_000)
        kept.put(self.EPOCH, self.parts(50))
        assert kept.kept_bytes <= 5_000
        assert kept.at(self.EPOCH, ((room, 1) for room in range(50))).keys() == set(range(40, 50))

    def test_take_no_room_twice(self) -> None:
        kept = SharedParts(most_bytes=5_000)
        for rev in range(100):
            kept.put(self.EPOCH, self.parts(5, rev))
        assert kept.at(self.EPOCH, ((room, 99) for room in range(5))).keys() == set(range(5))
        assert kept.kept_bytes == 5 * 500

    def test_are_of_one_rev_and_one_epoch(self) -> None:
        kept = SharedParts()
        kept.put(self.EPOCH, self.parts(1))
        assert not kept.at(self.EPOCH, [(0, 2), (1, 1)])
        assert not kept.at(uuid.uuid4(), [(0, 1)])
        kept.put(uuid.uuid4(), [])
        assert not kept.at(self.EPOCH, [(0, 1)])


def test_a_text_of_many_lines_is_one_end() -> None:
    ends = own_ends([OwnPart("member\n{", 0, 0, 0, "all", False, False, None, 0, 0)] * 2)
    assert len(ends) == 2
    assert [msgspec.json.decode(b"{" + end)["role"] for end in ends] == ["member\n{"] * 2
    assert own_ends([]) == []
