"""Reads: pages of history, unread counts, what was missed, and what it all costs."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from chat import payloads, selectors
from chat.models import Epoch, Membership, Message, Room
from chat.selectors import behind, sync
from chat.selectors import unread as counts
from chat.services.authority import Member
from chat.services.messages import editing, pins, reactions, sending
from chat.services.messages.storing import NewMessage
from chat.services.personal import read_markers
from chat.services.rooms import direct, invitations, memberships, rooms
from core.problems import Problem
from tests.chat.hearth import Hearth, Role
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db


def say(hearth: Hearth, count: int, author: User | None = None) -> list[Message]:
    return [hearth.say(str(turn), author) for turn in range(count)]


def queries_of(read: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        read()
    return len(captured)


def shown(page: payloads.History) -> tuple[list[int], bool, bool]:
    return [message.seq for message in page.messages], page.has_before, page.has_after


class TestHistory:
    @pytest.mark.parametrize(
        ("cursor", "seqs", "has_before", "has_after"),
        [
            ({}, range(7, 11), True, False),
            ({"before": 11}, range(7, 11), True, False),
            ({"before": 7}, range(3, 7), True, True),
            ({"before": 3}, range(1, 3), False, True),
            ({"before": 1}, range(0), False, True),
            ({"before": 1000}, range(7, 11), True, False),
            ({"after": 0}, range(1, 5), False, True),
            ({"after": 4}, range(5, 9), True, True),
            ({"after": 8}, range(9, 11), True, False),
            ({"after": 10}, range(0), True, False),
            ({"after": 1000}, range(0), True, False),
            ({"around": 5}, range(4, 8), True, True),
            ({"around": 1}, range(1, 5), False, True),
            ({"around": 2}, range(1, 5), False, True),
            ({"around": 10}, range(7, 11), True, False),
            ({"around": 1000}, range(7, 11), True, False),
            ({"around": 5, "limit": 1}, range(5, 6), True, True),
            ({"before": 2**70}, range(7, 11), True, False),
            ({"after": 2**70}, range(0), True, False),
        ],
    )  # fmt: skip
    def test_a_page(
        self, hearth: Hearth, cursor: dict[str, Any], seqs: range, has_before: bool, has_after: bool
    ) -> None:
        say(hearth, 10)
        page = selectors.history(hearth.room, **{"limit": 4, **cursor})
        assert shown(page) == (list(seqs), has_before, has_after)

    @pytest.mark.parametrize(
        ("minute", "around"),
        [(-1, 1), (0, 1), (0.5, 2), (1, 2), (149.5, 151), (150, 151), (299, 300), (299.5, 301), (10_000, 301)],
    )
    @pytest.mark.parametrize("probes", [1, 2, 7, 64])
    def test_a_page_around_a_moment(
        self, hearth: Hearth, monkeypatch: pytest.MonkeyPatch, minute: float, around: int, probes: int
    ) -> None:
        """300 messages, one every minute from seq 1 on."""
        monkeypatch.setattr("chat.selectors.messages.PROBES", probes)
        begin = timezone.now()
        fill(hearth, 300, begin=begin)
        found = selectors.history(hearth.room, at=begin + timedelta(minutes=minute))
        assert found == selectors.history(hearth.room, around=around)

    def test_a_moment_when_several_spoke_is_that_of_the_first(self, hearth: Hearth) -> None:
        now = timezone.now()
        fill(hearth, 300, begin=now)
        Message.objects.filter(seq__gt=100, seq__lte=250).update(created_at=now + timedelta(minutes=100))
        found = selectors.history(hearth.room, at=now + timedelta(minutes=100), limit=1)
        assert [message.seq for message in found.messages] == [101]

    def test_a_moment_is_found_in_few_queries(self, hearth: Hearth) -> None:
        now = timezone.now()
        fill(hearth, 4096, begin=now)
        assert queries_of(lambda: selectors.history(hearth.room, at=now + timedelta(minutes=3000))) <= 4

    def test_an_empty_room(self, hearth: Hearth) -> None:
        for cursor in ({}, {"before": 1}, {"after": 0}, {"around": 1}, {"at": timezone.now()}):
            assert shown(selectors.history(hearth.room, **cursor)) == ([], False, False)

    @pytest.mark.parametrize(("forwards", "start"), [(True, {"after": 0}), (False, {})])
    def test_page_after_page_shows_everything_once(self, hearth: Hearth, forwards: bool, start: Any) -> None:
        say(hearth, 23)
        page = selectors.history(hearth.room, limit=5, **start)
        pages = [page]
        while page.has_after if forwards else page.has_before:
            cursor: Any = {"after": page.messages[-1].seq} if forwards else {"before": page.messages[0].seq}
            page = selectors.history(hearth.room, limit=5, **cursor)
            pages.append(page)
        assert sorted(message.seq for page in pages for message in page.messages) == list(range(1, 24))

    def test_tombstones_stay_in_their_place(self, hearth: Hearth) -> None:
        regret = say(hearth, 3)[1]
        editing.delete(by=Member(hearth.owner), message=regret)
        page = selectors.history(hearth.room)
        assert [(message.seq, message.text) for message in page.messages] == [(1, "0"), (2, ""), (3, "2")]

    def test_another_rooms_messages_are_not_in_it(self, hearth: Hearth) -> None:
        other = rooms.create(owner=hearth.owner, name="Kitchen")
        sending.send(NewMessage(by=hearth.owner, room_id=other.pk, nonce=uuid.uuid4(), text="soup"))
        hearth.say("tea")
        assert [message.text for message in selectors.history(hearth.room).messages] == ["tea"]

    def test_a_page_has_a_largest_size(self, hearth: Hearth) -> None:
        fill(hearth, 300)
        assert len(selectors.history(hearth.room, limit=10_000).messages) == selectors.LARGEST_PAGE

    def test_it_is_one_query_whatever_is_on_the_messages(self, hearth: Hearth, django_assert_num_queries: Any) -> None:
        for author in (hearth.owner, hearth.moderator, hearth.member):
            said = say(hearth, 10, author)
            reactions.add(by=author, message_id=said[0].pk, emoji="🍵")
            hearth.say("@yuki @here", author, thread=said[1].pk, reply_to=said[2].pk)
            pins.pin(by=hearth.owner, message_id=said[3].pk)
        room = hearth.room
        with django_assert_num_queries(1):
            selectors.history(room)


def fill(hearth: Hearth, count: int, *, begin: datetime | None = None) -> None:
    """So many messages, one every minute."""
    begin = begin or timezone.now()
    Message.objects.bulk_create(
        Message(
            room_id=hearth.id,
            seq=seq,
            rev=seq + 100,
            author=hearth.owner,
            nonce=uuid.uuid4(),
            text=str(seq),
            created_at=begin + timedelta(minutes=seq - 1),
        )
        for seq in range(1, count + 1)
    )
    Room.objects.update(last_seq=count)


def unread(hearth: Hearth, user: User) -> int:
    return selectors.summary_of(user, hearth.id).unread


class TestUnread:
    def test_what_others_said_after_what_i_read(self, hearth: Hearth) -> None:
        say(hearth, 5)
        assert unread(hearth, hearth.member) == 5
        read_markers.advance(by=hearth.member, room_id=hearth.id, seq=3)
        assert unread(hearth, hearth.member) == 2

    def test_not_what_i_said_myself(self, hearth: Hearth) -> None:
        say(hearth, 3, hearth.member)
        assert (unread(hearth, hearth.member), unread(hearth, hearth.owner)) == (0, 3)

    def test_not_what_was_deleted(self, hearth: Hearth) -> None:
        regret = say(hearth, 3)[0]
        editing.delete(by=Member(hearth.owner), message=regret)
        assert unread(hearth, hearth.member) == 2

    def test_not_what_was_said_before_i_came(self, hearth: Hearth) -> None:
        say(hearth, 3)
        memberships.join(by=hearth.stranger, room_id=hearth.id)
        assert unread(hearth, hearth.stranger) == 0
        say(hearth, 2)
        assert unread(hearth, hearth.stranger) == 2

    def test_not_twice_what_i_said_and_deleted(self, hearth: Hearth) -> None:
        say(hearth, 2)
        regret = say(hearth, 2, hearth.member)[0]
        editing.delete(by=Member(hearth.owner), message=regret)
        assert unread(hearth, hearth.member) == 2

    def test_what_others_deleted_before_my_marker_changes_nothing(self, hearth: Hearth) -> None:
        regret = say(hearth, 3)[0]
        read_markers.advance(by=hearth.member, room_id=hearth.id, seq=2)
        editing.delete(by=Member(hearth.owner), message=regret)
        assert unread(hearth, hearth.member) == 1

    def test_leaving_out_ends_somewhere(self, hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(counts, "COUNTED", 3)
        say(hearth, 5, hearth.member)
        assert unread(hearth, hearth.member) == 2


class TestRooms:
    def test_mine_are_those_i_am_in(self, hearth: Hearth) -> None:
        kitchen = rooms.create(owner=hearth.member, name="Kitchen")
        rooms.create(owner=hearth.stranger, name="Attic")
        mine = selectors.summaries_of(hearth.member)
        assert [(room.id, room.name, room.role) for room in mine] == [
            (hearth.id, "Hearth", "member"),
            (kitchen.pk, "Kitchen", "owner"),
        ]
        assert [room.id for room in selectors.summaries_of(hearth.member)] == [hearth.id, kitchen.pk]
        assert selectors.summaries_of(hearth.former) == []

    @pytest.mark.parametrize("person", ["former", "stranger"])
    def test_one_of_others_is_not_found(self, hearth: Hearth, person: str) -> None:
        message = hearth.say()
        user = hearth.person(person)
        lookups: list[Callable[[], object]] = [
            lambda: selectors.summary_of(user, hearth.id),
            lambda: Member(user).membership(hearth.id),
            lambda: Member(user).message(message.pk),
        ]
        for lookup in lookups:
            with pytest.raises(Problem, match="not_found"):
                lookup()

    def test_those_to_join_are_public_open_and_not_mine(self, hearth: Hearth) -> None:
        rooms.create(owner=hearth.owner, name="Cellar", kind=Room.Kind.PRIVATE)
        attic = rooms.create(owner=hearth.owner, name="Attic")
        rooms.change(by=Member(hearth.owner), room_id=attic.pk, archived=True)
        assert [room.name for room in selectors.rooms_to_join(hearth.stranger)] == ["Hearth"]
        assert [room.name for room in selectors.rooms_to_join(hearth.former)] == ["Hearth"]
        assert list(selectors.rooms_to_join(hearth.member)) == []

    @pytest.mark.parametrize(("query", "found"), [("hear", 1), ("HEARTH", 1), ("tea", 1), ("soup", 0), ("%", 0)])
    def test_those_to_join_are_found_by_name_and_topic(self, hearth: Hearth, query: str, found: int) -> None:
        rooms.change(by=Member(hearth.owner), room_id=hearth.id, topic="Tea and company")
        assert selectors.rooms_to_join(hearth.stranger, query=query).count() == found

    def test_members_are_those_who_are_in(self, hearth: Hearth) -> None:
        assert {membership.user for membership in selectors.members_of(hearth.room)} == {
            hearth.owner,
            hearth.moderator,
            hearth.member,
        }

    def test_heads_are_of_the_rooms_that_changed_lately(self, hearth: Hearth) -> None:
        kitchen = rooms.create(owner=hearth.owner, name="Kitchen").pk
        attic = rooms.create(owner=hearth.owner, name="Attic").pk
        Room.objects.filter(pk=kitchen).update(changed_at=timezone.now() - timedelta(hours=1))
        age = timedelta(minutes=1)
        assert selectors.heads_changed_within([hearth.id, kitchen], age) == {hearth.id: hearth.room.rev}
        assert attic not in selectors.heads_changed_within([hearth.id, kitchen], age)


class TestCost:
    """The same number of queries for much as for little."""

    def crowd(self, hearth: Hearth, count: int) -> None:
        users = [a_user(f"guest{turn}") for turn in range(count)]
        memberships.add(by=Member(hearth.owner), room_id=hearth.id, user_ids=[user.pk for user in users])
        for user in users:
            hearth.say("hello", user)

    def more_rooms(self, hearth: Hearth, count: int) -> None:
        for turn in range(count):
            room = rooms.create(owner=hearth.owner, name=f"Room {turn}", members=[hearth.member.pk])
            sending.send(NewMessage(by=hearth.owner, room_id=room.pk, nonce=uuid.uuid4(), text="hello"))

    def direct_rooms(self, hearth: Hearth, count: int) -> None:
        for turn in range(count):
            others = [hearth.owner.pk, a_user(f"friend{turn}-of-{count}").pk]
            direct.open_direct(by=hearth.member, others=others)

    def reads(self, hearth: Hearth) -> dict[str, Callable[[], object]]:
        user, epoch, room = hearth.member, selectors.epoch(), hearth.room
        behind = dict.fromkeys((room.id for room in selectors.summaries_of(user)), 1)
        return {
            "history": lambda: selectors.history(hearth.room),
            "rooms": lambda: selectors.summaries_of(user),
            "hello": lambda: selectors.beginnings_of([user, hearth.owner]),
            "members": lambda: [payloads.Member.of(each, room) for each in selectors.members_of(room)],
            "sync": lambda: selectors.changes_since(user, known_epoch=epoch, revs=behind),
            "reset": lambda: selectors.changes_since(user, known_epoch=uuid.uuid4(), revs=behind),
        }

    def test_many_rooms_and_members_cost_what_few_do(self, hearth: Hearth) -> None:
        hearth.say()
        few = {name: queries_of(read) for name, read in self.reads(hearth).items()}
        self.crowd(hearth, 15)
        self.more_rooms(hearth, 12)
        many = {name: queries_of(read) for name, read in self.reads(hearth).items()}
        assert many == few
        # One of them for who added the member to their rooms.
        assert few == {"history": 2, "rooms": 2, "hello": 3, "members": 1, "sync": 5, "reset": 5}

    def test_who_has_said_to_stay_costs_no_query(self, hearth: Hearth) -> None:
        for person in (hearth.member, hearth.moderator):
            memberships.stay(by=person, room_id=hearth.id)
        queries = {name: queries_of(read) for name, read in self.reads(hearth).items()}
        assert (queries["rooms"], queries["hello"], queries["reset"]) == (1, 2, 3)

    def test_direct_rooms_cost_one_query_more_however_many(self, hearth: Hearth) -> None:
        self.direct_rooms(hearth, 1)
        few = {name: queries_of(read) for name, read in self.reads(hearth).items()}
        self.direct_rooms(hearth, 12)
        many = {name: queries_of(read) for name, read in self.reads(hearth).items()}
        assert many == few
        assert few == {"history": 1, "rooms": 3, "hello": 4, "members": 1, "sync": 4, "reset": 5}


class TestSync:
    @pytest.fixture
    def epoch(self) -> uuid.UUID:
        return selectors.epoch()

    def sync(self, hearth: Hearth, have: int, user: User | None = None) -> payloads.Changes:
        answer = selectors.changes_since(user or hearth.member, known_epoch=selectors.epoch(), revs={hearth.id: have})
        assert answer.epoch == selectors.epoch()
        return answer.rooms[str(hearth.id)]

    def test_who_has_everything_gets_nothing(self, hearth: Hearth) -> None:
        hearth.say()
        head = hearth.room.rev
        assert self.sync(hearth, head) == payloads.Changes(head=head, messages=[], members=[], complete=True)

    def test_every_change_in_its_present_state_by_rev(self, hearth: Hearth) -> None:
        early = hearth.say("early")
        hearth.set_role(hearth.member, Role.MODERATOR)
        hearth.say("known")
        have = hearth.room.rev
        draft = hearth.say("draft")
        hearth.say("news")
        memberships.join(by=hearth.stranger, room_id=hearth.id)
        editing.edit(by=hearth.owner, message_id=draft.pk, text="final")
        editing.delete(by=Member(hearth.owner), message=early)
        memberships.leave(by=hearth.moderator, room_id=hearth.id)
        changes = self.sync(hearth, have)
        assert changes.messages is not None
        assert changes.members is not None
        assert [(message.rev, message.text) for message in changes.messages] == [
            (have + 2, "news"),
            (have + 4, "final"),
            (have + 5, ""),
        ]
        assert [(member.rev, member.user.username, member.role) for member in changes.members] == [
            (have + 3, "sora", "member"),
            (have + 6, "kenji", None),
        ]
        assert (changes.head, changes.complete, changes.reset, changes.room) == (have + 6, True, False, None)

    def test_the_room_itself_is_there_when_it_changed(self, hearth: Hearth) -> None:
        have = hearth.room.rev
        hearth.say()
        rooms.change(by=Member(hearth.owner), room_id=hearth.id, name="Kotatsu")
        room = self.sync(hearth, have).room
        assert room == selectors.summary_of(hearth.member, hearth.id)
        assert room.name == "Kotatsu"
        assert self.sync(hearth, have + 2).room is None

    def test_rules_that_changed_meanwhile_are_there(self, hearth: Hearth) -> None:
        have = hearth.room.rev
        rooms.change(by=Member(hearth.owner), room_id=hearth.id, posting="moderators", slow_seconds=30)
        room = self.sync(hearth, have).room
        assert room is not None
        assert (room.posting, room.slow_seconds) == ("moderators", 30)

    def test_a_direct_room_opened_meanwhile_comes_whole_with_its_people(self, hearth: Hearth) -> None:
        opened = direct.open_direct(by=hearth.owner, others=[hearth.member.pk]).room
        answer = selectors.changes_since(hearth.member, known_epoch=uuid.uuid4(), revs={opened.pk: 0})
        room = answer.rooms[str(opened.pk)].room
        assert room == selectors.summary_of(hearth.member, opened.pk)
        assert [person.username for person in room.people] == ["hanako"]

    def test_who_came_by_an_invitation_meanwhile_is_there(self, hearth: Hearth) -> None:
        have = hearth.room.rev
        made = invitations.invite(by=Member(hearth.owner), room_id=hearth.id, lifetime=None, uses=1)
        invitations.accept(by=hearth.stranger, token=made.token)
        changes = self.sync(hearth, have)
        assert [member.user.username for member in changes.members or []] == ["sora"]
        assert changes.head == have + 1

    @pytest.mark.parametrize("person", ["former", "stranger"])
    def test_a_room_that_is_not_mine_is_gone(self, hearth: Hearth, person: str) -> None:
        hearth.say("secret")
        assert self.sync(hearth, 0, hearth.person(person)) == payloads.Changes(gone=True)

    def test_a_room_that_never_was_is_gone(self, hearth: Hearth) -> None:
        unknown = hearth.id + 1
        answer = selectors.changes_since(hearth.member, known_epoch=selectors.epoch(), revs={unknown: 0})
        assert answer.rooms == {str(unknown): payloads.Changes(gone=True)}

    def test_too_far_behind_is_a_reset_to_the_newest_page(
        self, hearth: Hearth, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(behind, "CHANGES_REPLAYED", 5)
        monkeypatch.setattr(behind, "PAGE", 3)
        have = hearth.room.rev
        say(hearth, 5)
        assert not self.sync(hearth, have).reset
        hearth.say("5")
        changes = self.sync(hearth, have)
        assert changes.messages is not None
        assert [message.text for message in changes.messages] == ["3", "4", "5"]
        assert (changes.reset, changes.complete, changes.members) == (True, True, [])
        assert changes.room == selectors.summary_of(hearth.member, hearth.id)

    def test_a_rev_that_was_never_handed_out_is_a_reset(self, hearth: Hearth) -> None:
        """Somebody has more than the room does: of another history, whatever the epoch says."""
        hearth.say()
        assert self.sync(hearth, hearth.room.rev + 1).reset
        assert self.sync(hearth, 2**70).reset

    def test_another_epoch_resets_every_room(self, hearth: Hearth, epoch: uuid.UUID) -> None:
        hearth.say()
        head = hearth.room.rev
        Epoch.objects.update(value=uuid.uuid4())
        answer = selectors.changes_since(hearth.member, known_epoch=epoch, revs={hearth.id: head, hearth.id + 1: 3})
        assert answer.epoch == selectors.epoch() != epoch
        changes = answer.rooms[str(hearth.id)]
        assert (changes.reset, changes.head) == (True, head)
        assert changes.messages is not None
        assert len(changes.messages) == 1
        assert answer.rooms[str(hearth.id + 1)] == payloads.Changes(gone=True)

    def several(self, hearth: Hearth) -> dict[int, int]:
        """Four rooms, each ten changes ahead of the revs returned."""
        revs = {}
        for name in ("Kitchen", "Attic", "Cellar", "Garden"):
            room = rooms.create(owner=hearth.member, name=name)
            revs[room.pk] = room.rev
            for turn in range(10):
                sending.send(NewMessage(by=hearth.member, room_id=room.pk, nonce=uuid.uuid4(), text=str(turn)))
        return revs

    def test_one_answer_holds_so_much_and_the_next_ones_the_rest(
        self, hearth: Hearth, epoch: uuid.UUID, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sync, "CHANGES_ANSWERED", 25)
        rest = self.several(hearth)
        received: dict[str, int] = {}
        rounds = 0
        while rest:
            answer = selectors.changes_since(hearth.member, known_epoch=epoch, revs=rest)
            assert sum(len(change.messages or []) for change in answer.rooms.values()) <= 25
            for name, change in answer.rooms.items():
                received[name] = received.get(name, 0) + len(change.messages or [])
            rest = {pk: rev for pk, rev in rest.items() if not answer.rooms[str(pk)].complete}
            rounds += 1
        assert (rounds, set(received.values()), len(received)) == (2, {10}, 4)

    def test_a_room_larger_than_one_answer_is_answered_alone(
        self, hearth: Hearth, epoch: uuid.UUID, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sync, "CHANGES_ANSWERED", 5)
        answer = selectors.changes_since(hearth.member, known_epoch=epoch, revs=self.several(hearth))
        assert [len(change.messages or []) for change in answer.rooms.values()] == [10, 0, 0, 0]
        assert [change.complete for change in answer.rooms.values()] == [True, False, False, False]

    def test_a_room_that_is_not_answered_yet_says_that_it_is_a_reset(
        self, hearth: Hearth, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Otherwise its old rev would be asked for again with the new epoch, and taken for a rev of this history."""
        monkeypatch.setattr(sync, "CHANGES_ANSWERED", selectors.PAGE)
        answer = selectors.changes_since(hearth.member, known_epoch=uuid.uuid4(), revs=self.several(hearth))
        assert [change.reset for change in answer.rooms.values()] == [True] * 4
        assert [change.complete for change in answer.rooms.values()] == [True, False, False, False]

    def test_what_was_deleted_carries_no_text(self, hearth: Hearth) -> None:
        have = hearth.room.rev
        regret = hearth.say("regrettable")
        editing.delete(by=Member(hearth.owner), message=regret)
        assert "regrettable" not in str(self.sync(hearth, have))

    def test_roles_are_those_of_now(self, hearth: Hearth) -> None:
        hearth.set_role(hearth.moderator, Role.MEMBER)
        have = hearth.room.rev
        hearth.set_role(hearth.member, Role.MODERATOR)
        hearth.set_role(hearth.member, Role.OWNER)
        (member,) = self.sync(hearth, have).members or []
        assert (member.role, member.rev) == ("owner", have + 2)
        assert Membership.objects.filter(rev__gt=have).count() == 1
