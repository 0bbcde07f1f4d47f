"""What a worker keeps of what it hears: numbers, and frames only until they are handed on, as many bytes as there is room for."""

import asyncio
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from chat import protocol, replayed_frames
from chat.models import Membership, Room
from chat.selectors import room_catch_up
from lab.programs.redis import Redis
from realtime.fanout import recordings, redis_layer
from realtime.fanout.group_names import EVENT_MARK
from realtime.fanout.groups import Groups
from realtime.fanout.known_revs import KnownRevs
from realtime.fanout.layers import RedisLayer
from realtime.fanout.publisher import BYTES_KEPT, Publisher
from realtime.fanout.redis_layer import RedisLoopLayer
from realtime.fanout.writers import Batch, SendWriter
from realtime.limits import MOST_HELD_BYTES
from tests.chat.hearth import Hearth
from tests.chat.longest import FIRE, fill
from tests.realtime.fanout.settling import settling
from tests.realtime.fanout.test_groups import Ear

LARGEST = 2**63 - 1


def frame(room: int, rev: int, size: int = 60_000) -> bytes:
    return b'{"type":"message","room":%d,"rev":%d,"message":{"text":"%s","rev":1}}' % (room, rev, b"x" * size)


def growth(act: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        kept = act()
        grown, _ = tracemalloc.get_traced_memory()
        del kept
    finally:
        tracemalloc.stop()
    return grown


def redis_fanout(url: str) -> RedisLoopLayer:
    fanout = RedisLayer(hosts=[url], prefix="memory").on_this_loop().doubted
    assert fanout is not None
    return fanout


class TestHeads:
    def test_a_room_costs_the_same_whatever_is_said_in_it(self) -> None:
        heads = KnownRevs()

        def note() -> None:
            for room in range(2000):
                heads.note({f"room.{room}": [frame(room, 7), frame(room, 8)]})

        assert growth(note) < 1_000_000
        assert {heads.of(f"room.{room}") for room in range(2000)} == {8}

    def test_every_change_tells_its_rev_from_its_beginning(self, db: None, hearth: Hearth) -> None:
        """Also one with the largest numbers, and with a text that looks like another rev."""
        fill(hearth, 1, '","rev":999,"' + FIRE[:9000])
        room = Room(pk=LARGEST, name='","rev":999', room_rev=LARGEST)
        member = Membership(room=room, user=hearth.owner, rev=LARGEST, joined_at=timezone.now())
        told: list[protocol.Change] = [protocol.RoomChanged.of(room), protocol.MemberChanged.of(member, room)]
        (said,) = hearth.room.messages.select_related("author")
        said.room_id = said.rev = LARGEST
        heads = KnownRevs()
        for change in [*told, protocol.MessageChanged.of(said)]:
            heads.note({"a": [protocol.encode(change)]})
            assert heads.of("a") == LARGEST
            heads.put("a", 1)
            assert heads.news("a", [protocol.encode(change)]) == [protocol.encode(change)]


class TestPersonalEvents:
    def test_what_nobody_listens_to_is_not_even_read(self) -> None:
        groups, ear = Groups(), Ear()
        groups.add(["user.1"], ear)
        groups.distribute({"user.2": [EVENT_MARK + b"not JSON"], "user.1": [EVENT_MARK + b'{"type":"draft"}']})
        assert ear.events == [{"type": "draft"}]

    async def test_of_people_nothing_is_kept(self, redis_server: Redis) -> None:
        loop_layer, ear, other = redis_fanout(redis_server.url), Ear(), Ear()
        await loop_layer.attach(["user.1", "room.1"], ear)
        await loop_layer.attach(["user.1"], other)
        secret = EVENT_MARK + b'{"type":"frame","frame":"what I was about to say"}'
        people = [(f"user.{user}", secret) for user in range(1, 200)]
        async with settling(loop_layer):
            with loop_layer.recording():
                await loop_layer.publish([*people, ("room.1", frame(1, 5))])
                await until(lambda: bool(ear.events and ear.frames and other.events))
                kept = [loop_layer.heads._newest, loop_layer.local._recent.arrived]
                assert b"about to say" not in str(kept).encode()
        assert (loop_layer.heads.of("room.1"), loop_layer.heads.of("user.1")) == (5, None)
        await loop_layer.flush()


class TestRecordings:
    def test_too_much_is_let_go_and_who_recorded_it_knows(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(recordings, "MOST_RECORDED_BYTES", 1_000_000)
        groups = Groups()
        with groups.recording() as early:
            for rev in range(100):
                groups.distribute({"room.1": [frame(1, rev)]})
                kept = sum(len(one) for arrived in groups._recent.arrived for one in arrived.get("room.1", ()))
                assert kept <= 1_000_000
            with groups.recording() as late:
                groups.distribute({"room.1": [frame(1, 100)]})
                assert (late.is_whole, late.of(["room.1"])) == (True, [frame(1, 100)])
            assert not early.is_whole
            assert early.of(["room.1"])[-1] == frame(1, 100)
        assert groups._recent.arrived == []
        with groups.recording() as again:
            groups.distribute({"room.1": [frame(1, 101)]})
            assert (again.is_whole, len(again.of(["room.1"]))) == (True, 1)


class TestWaiting:
    async def test_publishes_for_a_redis_that_is_away(self, monkeypatch: pytest.MonkeyPatch) -> None:
        async def never(self: Publisher) -> None:
            await asyncio.sleep(60)

        monkeypatch.setattr(Publisher, "_publish_outgoing", never)
        loop_layer = redis_fanout("redis://127.0.0.1:1")
        (shard,) = loop_layer._shards
        for rev in range(1000):
            shard.publisher.publish_soon("a", frame(1, rev))
        assert sum(len(payload) for _, payload in shard.publisher._outgoing) <= BYTES_KEPT
        assert shard.publisher._outgoing[-1][1] == frame(1, 999)
        assert shard.liveness.beat().split()[1] == b"%d" % (1000 - len(shard.publisher._outgoing))
        await loop_layer.flush()

    async def test_frames_that_wait_for_a_look_at_the_database(
        self, redis_server: Redis, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(redis_layer, "MOST_KEPT_BYTES", 1_000_000)
        loop_layer = redis_fanout(redis_server.url)
        (shard,) = loop_layer._shards
        shard.liveness.lose()
        doubts = loop_layer.doubts()
        for rev in range(50):
            loop_layer._receive(shard, {"memory__fanout__room.1": [frame(1, rev)]})
            assert sum(len(one) for frames in loop_layer._kept.values() for one in frames) <= 1_000_000
        assert not loop_layer.settle(doubts), "what was let go has to be looked for"
        await loop_layer.flush()

    async def test_a_socket_that_is_opening(self) -> None:
        cut_off: list[bool] = []

        async def send(message: dict[str, Any]) -> None: ...

        writer = SendWriter(send, lambda: cut_off.append(True))
        with writer.held():
            for rev in range(200):
                writer.hear(Batch([frame(1, rev)]))
                assert sum(len(text) for batch in writer._kept for text in batch.texts) <= MOST_HELD_BYTES
        assert cut_off == [True]


@pytest.mark.django_db
class TestReplays:
    def test_who_missed_much_is_told_the_head_and_asks(self, hearth: Hearth) -> None:
        have = fill(hearth, 300)
        assert replayed_frames.between({hearth.id: (have, have + 300)}) == {}
        few = replayed_frames.between({hearth.id: (have + 290, have + 300)})
        assert len(few[hearth.id]) == 10

    def test_a_heavy_room_takes_nothing_from_a_light_one(self, hearth: Hearth) -> None:
        kitchen = Hearth.__new__(Hearth)
        kitchen.id, kitchen.owner = Room.objects.create(name="Kitchen").pk, hearth.owner
        have = fill(hearth, room_catch_up.CHANGES_REPLAYED)
        fill(kitchen, 5, "tea")
        frames = replayed_frames.between({hearth.id: (have, hearth.room.rev), kitchen.id: (0, 5)})
        assert {room: len(told) for room, told in frames.items()} == {kitchen.id: 5}


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110 (what is waited for happens in Redis)
            await asyncio.sleep(0.01)
