"""Every frame a client may send, with every field spoiled in every way: answered, and cheap whatever it is."""

import json
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from chat.protocol import ClientFrame
from lab.clients.person import Json, Person
from lab.clients.socket import Chatter
from lab.servers.settings import NO_HEARTBEAT
from lab.servers.site import Site
from tests.hostile.cost import NOTHING_SECONDS
from tests.hostile.values import SMALL, TEXTS, VALUES, as_json
from tests.hostile.worker import cpu_seconds
from tests.support.cpu import MOST
from tests.support.protocol_document import examples

# A frame has at most 64 KiB (chat/protocol.py).
FIELD_BYTES = 60_000
# As many frames as the kernel's clock of 10 ms needs to tell something.
FRAMES = 8
TRIES = 3

FRAMES_OF_CLIENTS: list[dict[str, Any]] = [example.data for example in examples("frame client")]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Without jobs: an index of what was said here would be counted with the frames after it."""
    env = {**NO_HEARTBEAT, "JOBS_IN_PROCESS": "0"}
    with Site(tmp_path_factory.mktemp("frames"), env=env) as site:
        Person.set_up(site)
        yield site


@pytest.fixture
def site(server: Site) -> Iterator[Site]:
    with server.no_traceback():
        yield server


@pytest.fixture
def room(site: Site, outsider: Person) -> Json:
    return outsider.create_room("Kitchen")


@pytest.mark.parametrize("kind", [*TEXTS, *VALUES])
def test_a_large_value_of_a_field(site: Site, outsider: Person, room: Json, kind: str) -> None:
    make = {**TEXTS, **VALUES}[kind]
    for frame, name in fields(room):
        whole, half = (spoiled(frame, name, as_json(make(size))) for size in (FIELD_BYTES, FIELD_BYTES // 2))
        if len(whole) < 64 * 1024:
            expect_cheap(site, outsider, whole, half)


@pytest.mark.parametrize("value", SMALL)
def test_an_odd_value_of_a_field(site: Site, outsider: Person, room: Json, value: str) -> None:
    with Chatter(outsider) as socket:
        for frame, name in fields(room):
            socket.socket.send(spoiled(frame, name, value.encode()).decode())
            assert socket.ask("ping")["type"] == "pong"


def expect_cheap(site: Site, person: Person, whole: bytes, half: bytes) -> None:
    """The best of a few tries, since the worker does other things, too."""
    for _ in range(TRIES):
        seconds = cost(site, person, whole)
        if seconds < 4 * NOTHING_SECONDS or (seconds < MOST and seconds < 4 * cost(site, person, half)):
            return
    raise AssertionError(f"{seconds * 1000:.0f} ms for {whole[:100]!r}…")


def cost(site: Site, person: Person, frame: bytes) -> float:
    """Seconds of the worker's CPU for one such frame."""
    with Chatter(person) as socket:
        before = cpu_seconds(site.pid)
        for _ in range(FRAMES):
            socket.socket.send(frame.decode())
        assert socket.ask("ping")["type"] == "pong"
        return (cpu_seconds(site.pid) - before) / FRAMES


def fields(room: Json) -> Iterator[tuple[dict[str, Any], str]]:
    """Of a good frame, about a room of the sender's."""
    for example in FRAMES_OF_CLIENTS:
        frame = {**example, **({"room": room["id"], "thread": None, "reply_to": None} if "room" in example else {})}
        for name in frame:
            yield frame, name


def spoiled(frame: dict[str, Any], name: str, value: bytes) -> bytes:
    others = [b"%s:%s" % (json.dumps(other).encode(), as_json(good)) for other, good in frame.items() if other != name]
    return b"{" + b",".join([*others, b"%s:%s" % (json.dumps(name).encode(), value)]) + b"}"


def test_every_frame_has_an_example() -> None:
    """Or these tests would leave it out; tests/docs holds the examples against the code."""
    tags = {frame.__struct_config__.tag for frame in get_args(ClientFrame)}
    assert {frame["type"] for frame in FRAMES_OF_CLIENTS} == tags
