"""The channel layers: still what Channels expects, and cheap where it matters."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import redis

from chat import protocol
from lab.clients.person import Json, Person
from lab.clients.socket import Chatter
from lab.programs.redis import Redis
from lab.servers.process import ROOT
from lab.servers.site import Site
from realtime.fanout import redis_layer as redis_layer_module
from realtime.fanout.layers import InProcessLayer, RedisLayer
from realtime.fanout.publisher import Publisher
from tests.realtime.fanout.settling import settling
from tests.realtime.fanout.test_groups import Ear


@pytest.fixture
async def redis_layer(redis_server: Redis) -> AsyncIterator[RedisLayer]:
    layer = RedisLayer(hosts=[redis_server.url], prefix="test")
    async with settling(layer._get_layer()):
        yield layer
    await layer.flush()


@pytest.fixture(params=["redis", "in process"])
def layer(request: pytest.FixtureRequest) -> RedisLayer | InProcessLayer:
    if request.param == "in process":
        return InProcessLayer()
    layer: RedisLayer = request.getfixturevalue("redis_layer")
    return layer


def test_channels_redis_own_tests_pass(redis_server: Redis, tmp_path: Path) -> None:
    """Its tests of its pub/sub layer, from its source distribution; all of them, none left out."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary=channels_redis"]
    subprocess.run([*pip, f"channels_redis=={version('channels_redis')}"], cwd=tmp_path, check=True, timeout=140)
    (archive,) = tmp_path.glob("*.tar.gz")
    # Not with tarfile: before Python 3.11.4 it knows no filter, and after 3.12 it wants one.
    subprocess.run(["tar", "--extract", "--file", archive], cwd=tmp_path, check=True)
    (folder,) = (path for path in tmp_path.iterdir() if path.is_dir())
    run = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-c", os.devnull, "--rootdir", str(folder), "-o", "asyncio_mode=auto"),
            *("-p", "no:django", "-p", "tests.realtime.fanout.in_their_place", "tests/test_pubsub.py"),
        ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TEST_REDIS_URL": redis_server.url},
        capture_output=True,
        text=True,
        timeout=140,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert " passed" in run.stdout
    assert " skipped" not in run.stdout


async def test_an_ordinary_consumers_channel_works(layer: RedisLayer | InProcessLayer) -> None:
    channel = await layer.new_channel()
    await layer.group_add("hearth", channel)
    await layer.group_send("hearth", {"type": "greeting", "text": "こんばんは"})
    await layer.send(channel, {"type": "aside"})
    assert await layer.receive(channel) == {"type": "greeting", "text": "こんばんは"}
    assert await layer.receive(channel) == {"type": "aside"}
    await layer.group_discard("hearth", channel)


async def test_listeners_hear_what_is_published_to_their_groups(layer: RedisLayer | InProcessLayer) -> None:
    fanout = layer.on_this_loop()
    ear, other = Ear(), Ear()
    await fanout.attach(["hearth", "garden"], ear)
    await fanout.attach(["garden"], other)
    fanout.publish_soon([("hearth", b"{1}"), ("garden", b"{2}")])
    await fanout.publish([("hearth", b"{3}")])
    await until(lambda: len(ear.frames) == 3)
    assert sorted(ear.frames) == [b"{1}", b"{2}", b"{3}"]
    assert other.calls == [[b"{2}"]]
    await fanout.detach(["hearth", "garden"], ear)
    await fanout.publish([("hearth", b"{4}"), ("garden", b"{5}")])
    await until(lambda: len(other.frames) == 2)
    assert b"{4}" not in ear.frames


async def test_what_arrives_together_is_one_call(layer: RedisLayer | InProcessLayer) -> None:
    fanout = layer.on_this_loop()
    ear = Ear()
    await fanout.attach(["hearth"], ear)
    frames = [b"{%d}" % number for number in range(100)]
    await fanout.publish([("hearth", frame) for frame in frames])
    await until(lambda: len(ear.frames) == 100)
    assert ear.frames == frames
    assert len(ear.calls) < 20


async def test_what_is_published_together_to_a_room_is_one_publish(
    redis_server: Redis, redis_layer: RedisLayer
) -> None:
    fanout, ear = redis_layer.on_this_loop(), Ear()
    await fanout.attach(["room.1", "room.2"], ear)
    frames = [protocol.encode(protocol.Error(None, "invalid", f"{number}\nof two lines")) for number in range(3)]
    with redis.Redis.from_url(redis_server.url).pubsub(ignore_subscribe_messages=True) as overheard:
        overheard.subscribe("test__fanout__room.1")
        overheard.get_message(timeout=5)
        await fanout.publish([("room.1", frames[0]), ("room.2", b"{}"), ("room.1", frames[1]), ("room.1", frames[2])])
        await until(lambda: len(ear.frames) == 4)
        published = [message for wait in (30, 0.5) if (message := overheard.get_message(timeout=wait))]
    assert [frame for frame in ear.frames if frame != b"{}"] == frames
    assert len(published) == 1


async def test_what_redis_may_not_have_taken_is_published_again(
    redis_layer: RedisLayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the time in which workers notice and read the database. A busy one may not have done so."""
    taken = iter([False, True])

    async def reached(self: Publisher) -> bool:
        return next(taken)

    monkeypatch.setattr(Publisher, "reached", reached)
    monkeypatch.setattr(redis_layer_module, "LOOKED_SECONDS", 0)
    fanout, ear = redis_layer.on_this_loop(), Ear()
    await fanout.attach(["room.1"], ear)
    assert not await fanout.publish_surely([("room.1", b"{1}")])
    await until(lambda: ear.frames == [b"{1}", b"{1}"])


class TestWhatAWorkerCostsRedis:
    def test_one_subscription_for_a_room_however_many_sockets(
        self, full_site: Site, redis_server: Redis, room: Json, kenji: Person, mai: Person
    ) -> None:
        connection = redis.Redis.from_url(redis_server.url)
        channel = f"irori__fanout__room.{room['id']}"
        with Chatter(kenji), subscriptions(connection) as commands, Chatter(kenji), Chatter(kenji), Chatter(kenji) as k:
            assert connection.pubsub_numsub(channel) == [(channel.encode(), 1)]
            with connection.pubsub(ignore_subscribe_messages=True) as overheard:
                overheard.subscribe(channel)
                overheard.get_message(timeout=5)
                for text in ("one publish", "and another"):
                    rev = k.say(room, text)["rev"]
                    published = overheard.get_message(timeout=5)
                    assert published is not None
                    assert json.loads(published["data"])["rev"] == rev
        ours = [channels for channels in commands if channel in channels]
        assert len(ours) == 1, "a worker that serves a room subscribed to it again"  # the one is the test's own

    def test_many_rooms_are_one_command(self, full_site: Site, redis_server: Redis, kenji: Person) -> None:
        rooms = [kenji.create_room(f"Room {number}") for number in range(40)]
        connection = redis.Redis.from_url(redis_server.url)
        with subscriptions(connection) as commands, Chatter(kenji) as k:
            assert len(k.hello["rooms"]) == len(rooms)
            k.say(rooms[-1], "heard?")
            assert k.wait_for("message")["room"] == rooms[-1]["id"]
        channels = {f"irori__fanout__room.{room['id']}" for room in rooms}
        assert [channels <= command for command in commands if channels & command] == [True]

    @pytest.fixture
    def either_site(self, full_site: Site) -> Site:
        """Only the full site has a Redis."""
        return full_site


@contextmanager
def subscriptions(connection: Any) -> Iterator[list[set[str]]]:
    """The channels of each SUBSCRIBE inside this context. Others use this Redis, too."""
    commands: list[set[str]] = []
    with connection.monitor() as monitor:
        yield commands
        connection.echo("that is all")
        for heard in monitor.listen():
            name, *channels = heard["command"].split()
            if name.upper() == "ECHO":
                return
            if name.upper() == "SUBSCRIBE":
                commands.append(set(channels))


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110 (what is waited for happens in Redis)
            await asyncio.sleep(0.01)
