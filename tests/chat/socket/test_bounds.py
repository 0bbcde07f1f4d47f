"""What waits for a socket is bounded: events about a person, and frames while something else is written first."""

import asyncio
from typing import Any

import pytest

from chat.socket.work_queue import WorkQueue
from realtime.fanout.writers import Batch, RawWriter
from realtime.limits import MOST_HELD_BYTES, MOST_WAITING_EVENTS, Allowances


async def test_events_that_are_too_many_are_not_kept() -> None:
    tasks, done = WorkQueue(), []

    async def do(number: int) -> None:
        done.append(number)

    for number in range(MOST_WAITING_EVENTS):
        assert not tasks.are_too_many
        tasks.add(do, number)
    assert tasks.are_too_many
    tasks.forget()
    tasks.add(do, -1)
    tasks.begin()
    await asyncio.sleep(0)
    assert done == [-1]


@pytest.fixture
def written() -> list[bytes]:
    return []


@pytest.fixture
def cut_off() -> list[bool]:
    return []


@pytest.fixture
def writer(written: list[bytes], cut_off: list[bool]) -> RawWriter:
    return RawWriter(written.append, lambda: cut_off.append(True))


def test_what_is_held_comes_afterwards(writer: RawWriter, written: list[bytes], cut_off: list[bool]) -> None:
    with writer.held():
        for text in (b"one", b"two"):
            writer.hear(Batch([text]))
        assert written == []
    assert written == [b"\x81\x03one", b"\x81\x03two"]
    assert not cut_off


def test_too_much_of_it_is_not_kept(writer: RawWriter, written: list[bytes], cut_off: list[bool]) -> None:
    batch = Batch([b"x" * 65_536])
    with writer.held():
        for _ in range(MOST_HELD_BYTES // 65_536):
            writer.hear(batch)
        assert not cut_off
        writer.hear(batch)
        assert cut_off
    assert written == []


async def test_an_allowance_is_kept_until_it_is_full_again(monkeypatch: Any) -> None:
    monkeypatch.setattr("realtime.limits.BURST_SECONDS", 0.05)
    allowances = Allowances()
    first = allowances.take(7)
    assert allowances.take(7) is first
    for _ in range(2):
        allowances.give_back(7)
    assert allowances.take(7) is first, "who comes back at once gets no new one"
    allowances.give_back(7)
    await asyncio.sleep(0.1)
    assert allowances.take(7) is not first
