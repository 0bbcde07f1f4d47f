"""Every answer ends with its bytes: much in a room costs neither its readers nor the server more than little."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from chat import payloads, selectors
from chat.mentions import MOST_NAMES
from chat.models import Draft, EarlierText, Membership, Message, Room
from chat.selectors import beginnings, changed
from chat.services.authority import Member
from chat.services.messages import editing
from chat.services.messages.reactions import DIFFERENT_EMOJI, PEOPLE_SHOWN
from chat.services.rooms import memberships, rooms
from core import answer_size
from core.answer_size import MOST_BYTES, size_of
from tests.chat.hearth import Hearth
from tests.chat.longest import CONTROL, FIRE, LARGEST_BYTES, PLAIN, QUOTES, fill, measured
from tests.support.in_process import Api, a_user

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
                memberships.join(by=hearth.stranger, room_id=hearth.id)
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


class TestHistory:
    def pages(self, hearth: Hearth, first: dict[str, Any], limit: int) -> list[payloads.History]:
        pages = [measured(lambda: selectors.history(hearth.room, limit=limit, **first))]
        forwards = "after" in first
        while pages[-1].has_after if forwards else pages[-1].has_before:
            edge = pages[-1].messages[-1 if forwards else 0].seq
            cursor = {"after": edge} if forwards else {"before": edge}
            pages.append(measured(lambda cursor=cursor: selectors.history(hearth.room, limit=limit, **cursor)))  # type: ignore[misc]
        return pages

    @pytest.mark.parametrize("text", [FIRE, CONTROL], ids=["4 bytes", "escaped"])
    @pytest.mark.parametrize("first", [{}, {"after": 0}, {"before": 130}], ids=str)
    @pytest.mark.parametrize("limit", [50, 200])
    def test_short_pages_lead_through_everything_once(
        self, hearth: Hearth, text: str, first: dict[str, Any], limit: int
    ) -> None:
        fill(hearth, 150, text)
        pages = self.pages(hearth, first, limit)
        seqs = [message.seq for page in (pages if "after" in first else pages[::-1]) for message in page.messages]
        assert seqs == list(range(1, first.get("before", 151)))

    @pytest.mark.parametrize("limit", [1, 200])
    @pytest.mark.parametrize("around", [1, 7, 150, 300, 1000])
    def test_around_keeps_the_message_and_its_neighbours(self, hearth: Hearth, around: int, limit: int) -> None:
        fill(hearth, 300)
        page = measured(lambda: selectors.history(hearth.room, around=around, limit=limit))
        seqs = [message.seq for message in page.messages]
        assert seqs == list(range(seqs[0], seqs[-1] + 1))
        target = min(around, 300)
        assert target in seqs
        assert (page.has_before, page.has_after) == (seqs[0] > 1, seqs[-1] < 300)
        if limit > 1 and 20 < target < 280:
            assert seqs[0] < target < seqs[-1]

    def test_a_thread(self, hearth: Hearth) -> None:
        fill(hearth, 1)
        root = Message.objects.get(room=hearth.id)
        fill(hearth, 200, thread=root)
        page = measured(lambda: selectors.thread(root, limit=200))
        seqs = [message.seq for message in page.messages]
        while page.has_before:
            before = page.messages[0].seq
            page = measured(lambda before=before: selectors.thread(root, before=before, limit=200))  # type: ignore[misc]
            seqs = [message.seq for message in page.messages] + seqs
        assert seqs == list(range(2, 202))
        seqs, after = [], 0
        while True:
            page = measured(lambda after=after: selectors.thread(root, after=after, limit=200))  # type: ignore[misc]
            seqs += [message.seq for message in page.messages]
            if not page.has_after:
                break
            after = seqs[-1]
        assert seqs == list(range(2, 202))


class TestLists:
    def whole(self, api: Api, path: str, key: str) -> list[Any]:
        """Page after page, each within its bytes."""
        items: list[Any] = []
        api.get("me/")  # what is loaded only once
        while path:
            content = measured(lambda path=path: api.client.get(f"/api/{path}").content.decode())  # type: ignore[misc]
            answer = json.loads(content)
            items += answer[key]
            path = (answer.get("next") or "").partition("/api/")[2]
        return items

    def test_pins(self, hearth: Hearth) -> None:
        fill(hearth, 100, pinned_at=timezone.now(), pinned_by=hearth.owner)
        pins = self.whole(Api(hearth.member), f"rooms/{hearth.id}/pins/", "messages")
        assert [message["seq"] for message in pins] == list(range(100, 0, -1))

    def test_edits(self, hearth: Hearth) -> None:
        message = hearth.say()
        now = timezone.now()
        EarlierText.objects.bulk_create(
            EarlierText(message=message, text=FIRE, at=now + timedelta(seconds=turn)) for turn in range(100)
        )
        edits = self.whole(Api(hearth.member), f"messages/{message.pk}/edits/", "edits")
        assert [edit["at"] for edit in edits] == sorted({edit["at"] for edit in edits})
        assert len(edits) == 100

    def test_drafts(self, hearth: Hearth) -> None:
        now = timezone.now()
        created = Room.objects.bulk_create(Room(name=f"{turn}") for turn in range(199))
        Membership.objects.bulk_create(Membership(room=room, user=hearth.member) for room in created)
        Draft.objects.bulk_create(
            Draft(user=hearth.member, room=room, text=CONTROL, at=now - timedelta(seconds=room.pk)) for room in created
        )
        drafts = self.whole(Api(hearth.member), "drafts/", "drafts")
        assert [draft["room"] for draft in drafts] == sorted(room.pk for room in created)

    def test_rooms_with_the_longest_names(self, hearth: Hearth) -> None:
        mine = {room.pk for room in many_rooms(hearth.member, 600)} | {hearth.id}
        api = Api(hearth.member)
        listed = self.whole(api, "rooms/?limit=500", "results")
        assert [room["id"] for room in listed] == sorted(mine)
        assert {room["id"] for room in self.whole(Api(hearth.stranger), "rooms/?browse=1&limit=500", "results")} == mine

    def test_pages_lead_back_as_well(self, hearth: Hearth) -> None:
        mine = sorted({room.pk for room in many_rooms(hearth.member, 40)} | {hearth.id})
        api, seen = Api(hearth.member), list[list[int]]()
        page = api.get("rooms/?limit=15").body
        assert page["previous"] is None
        while page["next"]:
            page = api.get(page["next"].partition("/api/")[2]).body
        assert [room["id"] for room in page["results"]] == mine[30:]
        while page["previous"]:
            page = api.get(page["previous"].partition("/api/")[2]).body
            seen.insert(0, [room["id"] for room in page["results"]])
        assert seen == [mine[:15], mine[15:30]]
        assert page["next"] is not None

    def test_members(self, hearth: Hearth) -> None:
        people = User.objects.bulk_create(
            User(username=f"guest{turn}", username_key=f"guest{turn}", display_name="🔥" * 60, status_text="火" * 80)
            for turn in range(1200)
        )
        Membership.objects.bulk_create(Membership(room_id=hearth.id, user=person) for person in people)
        members = self.whole(Api(hearth.member), f"rooms/{hearth.id}/members/?limit=500", "results")
        assert len({member["user"]["id"] for member in members}) == len(members) == 1203

    def test_what_is_on_one_message_is_bounded(self, hearth: Hearth) -> None:
        reaction = 4 * 40 + 20 * PEOPLE_SHOWN + 40  # an emoji has at most 40 characters, an id 19 digits
        assert len(CONTROL) * 6 + DIFFERENT_EMOJI * reaction + MOST_NAMES * 20 + 3000 < MOST_BYTES / 10


def many_rooms(user: User, count: int, kind: str = Room.Kind.PUBLIC, **fields: Any) -> list[Room]:
    now = timezone.now()
    created = Room.objects.bulk_create(
        Room(name="火" * 80, topic="🔥" * 250, kind=kind, last_message_at=now - timedelta(minutes=turn), **fields)
        for turn in range(count)
    )
    Membership.objects.bulk_create(Membership(room=room, user=user) for room in created)
    return created


class TestHello:
    def begin(self, user: User) -> selectors.Beginning:
        (beginning,) = selectors.beginnings_of([user])
        assert beginning is not None
        return beginning

    def test_what_fits_is_complete(self, hearth: Hearth) -> None:
        many_rooms(hearth.member, 200)
        beginning = self.begin(hearth.member)
        assert (len(beginning.rooms), len(beginning.ids), beginning.complete) == (201, 201, True)

    def test_where_it_does_not_what_matters_is_there(self, hearth: Hearth) -> None:
        created = many_rooms(hearth.member, 1900)
        ids = [room.pk for room in created]
        favourite, unread, archived = ids[1899], ids[1898], ids[0]
        Membership.objects.filter(room=favourite).update(favourite=True)
        Room.objects.filter(pk=unread).update(last_seq=3)
        Room.objects.filter(pk=archived).update(archived_at=timezone.now())
        beginning = self.begin(hearth.member)
        assert not beginning.complete
        assert sorted(beginning.ids) == sorted([hearth.id, *ids])
        assert sum(map(size_of, beginning.rooms)) < MOST_BYTES
        shown = [room.id for room in beginning.rooms]
        assert shown[:3] == [unread, favourite, ids[1]]
        assert archived not in shown
        assert len(shown) > 500

    def test_people_with_many_rooms_take_turns(self, hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
        users = [hearth.member, hearth.owner, hearth.moderator, hearth.stranger]
        for user in users:
            many_rooms(user, 30)
        whole = {user.pk: {room.id for room in selectors.summaries_of(user)} for user in users}
        monkeypatch.setattr(beginnings, "ROOMS_AT_ONCE", 70)
        monkeypatch.setattr(beginnings, "_rows_of", lambda *people: list(beginnings._rooms_of(people)))
        waiting, goes = users, 0
        while waiting:
            found = selectors.beginnings_of(waiting)
            assert found[0] is not None, "whoever waits longest has to come in"
            for user, beginning in zip(waiting, found, strict=True):
                assert beginning is None or set(beginning.ids) == whole[user.pk]
            waiting = [user for user, beginning in zip(waiting, found, strict=True) if beginning is None]
            goes += 1
        assert 2 <= goes <= 4

    def test_more_rooms_than_are_read_at_once(self, hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(beginnings, "ROOMS_AT_ONCE", 70)
        monkeypatch.setattr(beginnings, "MOST_ROOMS", 50)
        monkeypatch.setattr(beginnings, "_rows_of", lambda *people: list(beginnings._rooms_of(people)))
        created = many_rooms(hearth.member, 300)
        beginning = self.begin(hearth.member)
        assert beginning.ids == [hearth.id, *(room.pk for room in created)]
        assert [room.id for room in beginning.rooms] == [room.pk for room in created[:50]]
        assert not beginning.complete

    def test_its_memory(self, hearth: Hearth) -> None:
        many_rooms(hearth.member, 2000)
        self.begin(hearth.member)  # the statement is prepared once
        assert not measured(lambda: self.begin(hearth.member)).complete


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
