"""A subscription that Redis confirms late. What was published before it never comes, the end of a membership too."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from lab.programs.redis import Redis
from realtime.fanout.layers import RedisLayer
from realtime.fanout.redis_layer import RedisLoopLayer
from tests.realtime.fanout.settling import settling
from tests.realtime.fanout.test_groups import Ear

ROOM = "room.1"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Redis]:
    with Redis(tmp_path) as server:
        yield server


@pytest.fixture
async def fanout(server: Redis) -> AsyncIterator[RedisLoopLayer]:
    layer = RedisLayer(hosts=[server.url], prefix="late")
    fanout = layer.on_this_loop().doubted
    assert fanout is not None
    yield fanout
    await layer.flush()


def frame(rev: int) -> bytes:
    return b'{"type":"message","room":1,"rev":%d}' % rev


async def kept(fanout: RedisLoopLayer, ear: Ear, told: bytes) -> None:
    """Publish a frame. Returns when it has come and waits for a look at the database."""
    async with asyncio.timeout(30):
        while told not in fanout._kept.get(ROOM, ()):
            assert told not in ear.frames, "handed out before the database was read"
            await fanout.publish([(ROOM, told)])
            await asyncio.sleep(0.2)


async def test_hands_out_nothing_before_the_database_was_read_after_it(
    server: Redis, fanout: RedisLoopLayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("realtime.fanout.redis_shard.PATIENCE_SECONDS", 0.2)
    ear = Ear()
    async with settling(fanout):
        await fanout.attach(["room.2"], ear)
        await until(lambda: fanout._hears("room.2") and fanout._is_certain())
    server.pause()  # for less time than it takes to miss the worker's own beat
    await fanout.attach([ROOM], ear)
    before = fanout.doubts()
    server.resume()
    await until(lambda: fanout._hears(ROOM))
    await kept(fanout, ear, frame(1))
    fanout.settle(before)
    assert ear.frames == [], "settled by a read that began before the subscription"
    for rev in itertools.count(2):
        doubts = fanout.doubts()
        await kept(fanout, ear, frame(rev))
        if fanout.settle(doubts):  # no beat was late meanwhile
            assert set(ear.frames) == {frame(rev)}
            return


async def test_redis_is_not_away_as_long_as_the_beats_are_heard(
    server: Redis, fanout: RedisLoopLayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thousands of people who come back at once may keep a worker, or Redis, for longer than a subscription takes."""
    monkeypatch.setattr("realtime.fanout.redis_shard.PATIENCE_SECONDS", 0.1)
    ear = Ear()
    async with settling(fanout):
        await fanout.attach(["room.2"], ear)
        await until(lambda: fanout._hears("room.2") and fanout._is_certain())
        doubts = fanout.doubts()
        server.pause()
        attaching = asyncio.ensure_future(fanout.attach([ROOM], ear))
        await asyncio.sleep(0.3)  # less than it takes to miss a beat
        server.resume()
        await attaching
        assert (fanout._hears(ROOM), fanout.doubts()) == (True, doubts)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110 (what is waited for happens in Redis)
            await asyncio.sleep(0.01)
