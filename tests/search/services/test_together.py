"""Threads that index, write and search at the same time."""

import threading
import time
from contextlib import suppress

import pytest
from django.db import connection, connections, transaction

from chat.models import Message
from search.selectors import content
from search.services import indexing, writing
from search.services.writing import OvertakenError
from tests.chat.hearth import Hearth
from tests.search.writing import a_room, change_text, expect_right, found, index_room, lag_of
from tests.support.in_process import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_workers_that_index_one_room_together() -> None:
    hearth = Hearth()
    room = a_room(hearth.owner, (f"kettle {at}" for at in range(3000)))
    at_once(*[lambda: index_room(room.pk)] * 4)
    expect_right([room.pk])


def test_chunks_that_were_read_before_do_not_replace_later_ones() -> None:
    """The slow worker has read the messages; another one indexes an edit; then the slow one writes."""
    hearth = Hearth()
    room = a_room(hearth.owner, ["a kettle"])
    lag = lag_of(room.pk)
    assert lag is not None
    began, go_on = threading.Event(), threading.Event()
    slow = content.of_chunk(room.pk, 0)
    assert slow is not None

    def slow_worker() -> bool:
        try:
            with suppress(OvertakenError), writing.turn(room.pk) as before:
                if before is None:
                    return False
                began.set()
                go_on.wait(20)
                writing.write(before, [slow], lag.newest)
                return True
            return False
        finally:
            connections.close_all()

    thread = threading.Thread(target=slow_worker)
    thread.start()
    assert began.wait(20)
    with transaction.atomic():
        change_text(Message.objects.get(room=room), "a teapot")
    edited = lag_of(room.pk)
    assert edited is not None
    indexing.step(edited)
    go_on.set()
    thread.join()
    assert found([room.pk], "teapot") == {(room.pk, 1)}
    index_room(room.pk)
    expect_right([room.pk])


def test_a_search_misses_nothing_while_a_room_is_indexed() -> None:
    hearth = Hearth()
    room = a_room(hearth.owner, (f"kettle {at}" for at in range(2000)))
    done = threading.Event()
    missed: list[int] = []

    def search() -> None:
        try:
            missed.append(2000 - len(found([room.pk], "kettle")))
            while not done.is_set():
                missed.append(2000 - len(found([room.pk], "kettle")))
        finally:
            connections.close_all()

    thread = threading.Thread(target=search)
    thread.start()
    index_room(room.pk)
    done.set()
    thread.join()
    assert missed
    assert set(missed) == {0}


@pytest.mark.timed
def test_a_send_waits_for_no_step_of_the_index() -> None:
    """On SQLite everybody waits for a writer: a step makes its chunks before it begins to write."""
    hearth = Hearth()
    texts = ("長い" * 4000 for _ in range(300))
    room = a_room(hearth.owner, texts)
    longest = 0.0
    indexed = threading.Event()

    def index() -> None:
        try:
            index_room(room.pk)
        finally:
            indexed.set()
            connections.close_all()

    thread = threading.Thread(target=index)
    thread.start()
    while not indexed.is_set():
        began = time.monotonic()
        hearth.store("quick")
        longest = max(longest, time.monotonic() - began)
    thread.join()
    expect_right([room.pk])
    print(connection.vendor, longest)
    assert longest < 2
