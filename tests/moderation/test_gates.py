"""The gates of moderation: at no query where nobody is muted or banned, and nothing is stored after the acknowledgement."""

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections, transaction

from chat.models import Message
from chat.services.authority import Administrator, Member
from chat.services.messages import editing
from chat.services.messages.storing import NewMessage, Sent, send_together
from chat.services.rooms import rooms
from chat.services.typing import Typist, refusals
from core.problems import Problem
from moderation.services import mutes, site_bans
from tests.moderation.scene import Reported, permit
from tests.support.in_process import a_user
from tests.support.queries import queries_of


def new(hearth: Reported, who: str = "member", room_id: int | None = None) -> NewMessage:
    return NewMessage(hearth.person(who), room_id or hearth.id, uuid.uuid4(), "hello")


def in_room(hearth: Reported) -> None:
    mutes.mute(by=Member(hearth.moderator), room_id=hearth.id, user_id=hearth.member.pk, seconds=600)


def on_site(hearth: Reported) -> None:
    mutes.mute(by=Administrator(hearth.staff), room_id=None, user_id=hearth.member.pk, seconds=600)


def banned(hearth: Reported) -> None:
    site_bans.ban(by=permit(a_user("mei"), "add_siteban"), user_id=hearth.member.pk)


ACTS = pytest.mark.parametrize("act", [in_room, on_site, banned])


@pytest.mark.django_db
class TestCost:
    def ways(self, hearth: Reported) -> dict[str, Callable[[], object]]:
        message = hearth.say("in time", hearth.owner)
        return {
            "send": lambda: send_together([new(hearth, who) for who in ("owner", "moderator")]),
            "edit": lambda: editing.edit(by=hearth.owner, message_id=message.pk, text=f"{uuid.uuid4()}"),
            "type": lambda: refusals([Typist(hearth.id, hearth.owner.pk)]),
        }

    @ACTS
    def test_others_pay_nothing(self, hearth: Reported, act: Callable[[Reported], None]) -> None:
        ways = self.ways(hearth)
        before = {way: queries_of(call) for way, call in ways.items()}
        act(hearth)
        assert {way: queries_of(call) for way, call in ways.items()} == before
        assert before["type"] == 2

    @ACTS
    def test_a_batch_pays_one_query(self, hearth: Reported, act: Callable[[Reported], None]) -> None:
        def queries(count: int) -> int:
            batch = [new(hearth, who) for who in ("owner", "member", "moderator") for _ in range(count)]
            return queries_of(lambda: send_together(batch))

        usual = queries(1)
        act(hearth)
        assert queries(1) == queries(20) == usual + 1


class Slow:
    """A batch that waits between what it reads and what it stores."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.has_read, self.may_store = threading.Event(), threading.Event()
        from chat.services.messages import insertion, storing

        insert = insertion.insert

        def waiting(messages: Any) -> None:
            self.has_read.set()
            assert self.may_store.wait(30)
            insert(messages)

        monkeypatch.setattr(storing, "insert", waiting)


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor() as pool:
        yield pool


def beside(pool: ThreadPoolExecutor, do: Callable[[], Any]) -> "Future[Any]":
    def run() -> Any:
        try:
            return do()
        finally:
            connections.close_all()

    return pool.submit(run)


@pytest.mark.django_db(transaction=True)
class TestRaces:
    @ACTS
    def test_what_is_being_stored_is_stored_before_the_answer(
        self,
        hearth: Reported,
        act: Callable[[Reported], None],
        threads: ThreadPoolExecutor,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """The batch has read that nobody is muted. The act is not acknowledged until the batch is stored."""
        slow = Slow(monkeypatch)
        storing = beside(threads, lambda: send_together([new(hearth)]))
        assert slow.has_read.wait(30)
        acting = beside(threads, lambda: act(hearth))
        with pytest.raises(TimeoutError):
            acting.result(0.5)
        slow.may_store.set()
        acting.result(30)
        acknowledged = Message.objects.count()
        assert isinstance(storing.result(30)[0], Sent)
        assert Message.objects.count() == acknowledged
        (refused,) = send_together([new(hearth)])
        assert isinstance(refused, Problem)
        assert Message.objects.count() == acknowledged

    @ACTS
    def test_nothing_is_stored_after_the_answer(
        self, hearth: Reported, act: Callable[[Reported], None], threads: ThreadPoolExecutor
    ) -> None:
        """Several senders in several rooms, all the time."""
        others = [rooms.create(owner=hearth.member, name=f"Room {number}").pk for number in range(3)]
        places = [hearth.id] if act is in_room else [hearth.id, *others]
        over = threading.Event()
        stored: list[float] = []

        def send(room_id: int) -> None:
            while not over.is_set():
                (outcome,) = send_together([new(hearth, room_id=room_id)])
                stored.extend([time.monotonic()] if isinstance(outcome, Sent) else [])

        sending = [beside(threads, lambda room_id=room_id: send(room_id)) for room_id in places]  # type: ignore[misc]
        try:
            until = time.monotonic() + 30
            while len(stored) < 10:
                assert time.monotonic() < until
                time.sleep(0.01)
            act(hearth)
            at_answer = set(Message.objects.values_list("pk", flat=True))
            for room_id in places * 5:
                send_together([new(hearth, "owner" if room_id == hearth.id else "member", room_id)])
        finally:
            over.set()
        for each in sending:
            each.result(30)
        later = Message.objects.exclude(pk__in=at_answer).filter(author=hearth.member)
        assert list(later) == []

    @pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer")
    def test_a_held_room_holds_the_answer_up_and_no_other_room(
        self, hearth: Reported, threads: ThreadPoolExecutor
    ) -> None:
        kitchen = rooms.create(owner=hearth.member, name="Kitchen").pk
        with transaction.atomic():
            Member(hearth.owner).lock(hearth.id)
            acting = beside(threads, lambda: on_site(hearth))
            with pytest.raises(TimeoutError):
                acting.result(0.5)
            (outcome,) = beside(threads, lambda: send_together([new(hearth, room_id=kitchen)])).result(30)
            assert isinstance(outcome, Problem), "it is in force already"
            assert outcome.code == "muted"
        acting.result(30)
