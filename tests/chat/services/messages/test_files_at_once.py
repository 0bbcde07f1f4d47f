"""Transactions that want the same file at the same time: one after the other, whatever they do with it."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections, transaction

from chat.models import Message, MessageFile
from chat.services.authority import Member
from chat.services.messages import editing
from chat.services.messages.storing import send_together
from files.models import File
from tests.chat.hearth import Hearth
from tests.chat.services.messages.carrying import elsewhere, new, outcomes
from tests.files.a_file import a_file, ready_files

pytestmark = pytest.mark.django_db(transaction=True)

at_once = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer")


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor() as pool:
        yield pool


def beside(pool: ThreadPoolExecutor, do: Callable[[], Any]) -> "Future[Any]":
    """In a thread with a connection of its own."""

    def run() -> Any:
        try:
            return do()
        finally:
            connections.close_all()

    return pool.submit(run)


def test_many_messages_at_once_share_one_upload(hearth: Hearth, threads: ThreadPoolExecutor) -> None:
    file = a_file(hearth.owner)
    rooms = [elsewhere(hearth.owner) for _ in range(4)]
    begin = threading.Barrier(len(rooms))

    def send(room: int) -> list[str]:
        begin.wait()
        return outcomes(new(hearth, file, room_id=room))

    sent = [beside(threads, lambda room=room: send(room)) for room in rooms]  # type: ignore[misc]
    assert [each.result(30) for each in sent] == [["sent"]] * len(rooms)
    # One of them has the upload itself, and the others have copies of it.
    assert set(File.objects.values_list("blob", flat=True)) == {file.blob}
    assert MessageFile.objects.count() == ready_files().count() == len(rooms)
    assert MessageFile.objects.filter(file=file).count() == 1


@at_once
def test_a_copy_is_made_before_the_last_row_of_its_bytes_goes(hearth: Hearth, threads: ThreadPoolExecutor) -> None:
    """Otherwise the bytes would be deleted under the copy."""
    file = a_file(hearth.owner)
    original, kitchen = hearth.store(files=(file.pk,)), elsewhere(hearth.owner)
    with transaction.atomic():
        send_together([new(hearth, file, room_id=kitchen)])
        deleting = beside(threads, lambda: editing.delete(by=Member(hearth.owner), message=original))
        with pytest.raises(TimeoutError):
            deleting.result(0.3)
    deleting.result(30)
    assert ready_files().get().message_file.room_id == kitchen


@at_once
def test_a_file_that_is_being_deleted_is_not_copied(hearth: Hearth, threads: ThreadPoolExecutor) -> None:
    file = a_file(hearth.owner)
    original, kitchen = hearth.store(files=(file.pk,)), elsewhere(hearth.owner)
    with transaction.atomic():
        editing.delete(by=Member(hearth.owner), message=original)
        sending = beside(threads, lambda: outcomes(new(hearth, file, room_id=kitchen)))
        with pytest.raises(TimeoutError):
            sending.result(0.3)
    assert sending.result(30) == ["file_not_found"]
    assert not ready_files().exists()
    assert not Message.objects.get().files
