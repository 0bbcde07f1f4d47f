"""What happens while a room is archived with a successor."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from chat.models import Room
from chat.services.authority import Member
from chat.services.held_rooms import lock_rooms
from chat.services.rooms import rooms
from core.problems import Problem
from tests.chat.hearth import Hearth

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer"),
]

# Seconds after which something is wrong.
LONGEST = 20.0


def in_thread(call: Callable[[], Any]) -> Any:
    """The code of its Problem, or what it returns."""
    try:
        return call()
    except Problem as problem:
        return problem.code
    finally:
        connection.close()


def blocks_another() -> bool:
    """Whether another transaction waits for this one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")
        return cursor.fetchone() is not None


def until_one_waits(done: threading.Event) -> None:
    """Until another transaction waits for this one, or is over."""
    for _ in range(int(LONGEST / 0.02)):
        if blocks_another() or done.wait(0.02):
            return
    raise AssertionError("Nobody waits.")


def test_two_rooms_never_succeed_each_other(hearth: Hearth) -> None:
    kotatsu = rooms.create(owner=hearth.owner, name="Kotatsu")
    by, changed, done = Member(hearth.owner), threading.Event(), threading.Event()

    def first() -> None:
        with transaction.atomic():
            rooms.change(by=by, room_id=hearth.id, archived=True, successor=kotatsu.pk)
            changed.set()
            until_one_waits(done)

    def second() -> None:
        assert changed.wait(LONGEST)
        try:
            rooms.change(by=by, room_id=kotatsu.pk, archived=True, successor=hearth.id)
        finally:
            done.set()

    with ThreadPoolExecutor(2) as threads:
        results = [threads.submit(in_thread, call) for call in (first, second)]
    assert [result.result() for result in results] == [None, "invalid"]
    assert Room.objects.get(pk=hearth.id).successor_id == kotatsu.pk
    assert not Room.objects.get(pk=kotatsu.pk).is_archived


@pytest.mark.parametrize("is_older", [True, False])
def test_others_lock_both_rooms_meanwhile(hearth: Hearth, is_older: bool) -> None:
    """Such as a batch of messages to both. A commit looks at the row of the successor, too."""
    kotatsu = rooms.create(owner=hearth.owner, name="Kotatsu")
    old, new = (hearth.id, kotatsu.pk) if is_older else (kotatsu.pk, hearth.id)
    by, changed, done = Member(hearth.owner), threading.Event(), threading.Event()

    def archive() -> None:
        with transaction.atomic():
            rooms.change(by=by, room_id=old, archived=True, successor=new)
            changed.set()
            until_one_waits(done)

    def lock_both() -> int:
        assert changed.wait(LONGEST)
        try:
            with transaction.atomic():
                return len(lock_rooms(Room.objects.all(), [old, new]))
        finally:
            done.set()

    with ThreadPoolExecutor(2) as threads:
        results = [threads.submit(in_thread, call) for call in (archive, lock_both)]
    assert [result.result() for result in results] == [None, 2]
    assert Room.objects.get(pk=old).successor_id == new
