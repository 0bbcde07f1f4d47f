"""Pages of history: by number, by moment, one after the other."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from chat import payloads, selectors
from chat.models import Message, Room
from chat.services.authority import Member
from chat.services.messages import editing, pins, reactions, sending
from chat.services.messages.storing import NewMessage
from chat.services.rooms import rooms
from tests.chat.hearth import Hearth
from tests.chat.selectors.conversation import say
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


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
