"""A worker is told to stop while it stores what many have sent."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from typing import NamedTuple

import httpx
import pytest
from websockets.exceptions import ConnectionClosed

from lab.clients.person import Json, Person
from lab.clients.socket import Chatter
from lab.servers.process import wait_until
from lab.servers.site import Site

pytestmark = pytest.mark.timed

SOCKETS = 6
MESSAGES = 60
STOP_SECONDS = 20  # draining takes 8 s at most, and closing the sockets 10


@pytest.fixture(autouse=True)
def _in_time(fresh_site: Site) -> None:
    fresh_site.stop_seconds = STOP_SECONDS


class Outbox(NamedTuple):
    """What one socket sent, by nonce, and what it was answered until it was closed."""

    drafts: dict[str, Json]
    answered: dict[str, Json]
    closed_with: int


def send_and_wait(chatter: Chatter, room: Json, number: int) -> Outbox:
    nonces = [str(uuid.uuid4()) for _ in range(MESSAGES)]
    drafts = {
        nonce: {"room": room["id"], "nonce": nonce, "text": f"{number}/{message}"}
        for message, nonce in enumerate(nonces)
    }
    with suppress(ConnectionClosed):  # a thread that got no processor before the server stopped
        for nonce, draft in drafts.items():
            chatter.tell("message.send", ref=nonce, **draft)
    before: list[Json] = []
    code, _ = chatter.wait_closed(before)
    answers = [frame for frame in before if frame.get("ref") in drafts]
    assert {frame["type"] for frame in answers} <= {"ok"}
    return Outbox(drafts, {frame["ref"]: frame["message"] for frame in answers}, code)


def test_what_was_acknowledged_is_stored_and_the_rest_once_after_a_retry(fresh_site: Site) -> None:
    hanako = Person.set_up(fresh_site)
    with ExitStack() as sockets, ThreadPoolExecutor(SOCKETS) as threads:
        chatters = [sockets.enter_context(Chatter(hanako)) for _ in range(SOCKETS)]
        room = chatters[0].hello["rooms"][0]
        sending = [threads.submit(send_and_wait, chatter, room, n) for n, chatter in enumerate(chatters)]
        wait_until(lambda: count(hanako, room) > SOCKETS, what="the first messages")
        assert fresh_site.stop() == 0
        outboxes = [sent.result(30) for sent in sending]
    assert {outbox.closed_with for outbox in outboxes} == {1012}
    assert sum(len(outbox.answered) for outbox in outboxes) > SOCKETS, "it stopped without finishing anything"
    hanako = started_again(fresh_site)
    with Chatter(hanako) as chatter:
        for outbox in outboxes:
            for nonce, draft in outbox.drafts.items():
                message = chatter.ask("message.send", **draft)["message"]
                assert outbox.answered.get(nonce, message) == message, "acknowledged, and stored again"
    assert count(hanako, room) == SOCKETS * MESSAGES


def test_calls_under_way_are_answered(fresh_site: Site) -> None:
    hanako = Person.set_up(fresh_site)
    room = hanako.http.get("rooms/").json()["results"][0]

    def send_until_refused(number: int) -> list[Json]:
        stored: list[Json] = []
        try:
            while True:
                stored.append(hanako.say(room, f"{number}/{len(stored)}"))
        except httpx.ConnectError:
            return stored

    with ThreadPoolExecutor(4) as threads:
        sending = [threads.submit(send_until_refused, number) for number in range(4)]
        wait_until(lambda: count(hanako, room) > 20, what="some messages")
        assert fresh_site.stop() == 0
        acknowledged = [message for sent in sending for message in sent.result(30)]
    assert count(started_again(fresh_site), room) == len(acknowledged)


def started_again(site: Site) -> Person:
    site.start()
    site.transport = httpx.HTTPTransport(retries=1)
    return Person.sign_in(site, "hanako")


def count(person: Person, room: Json) -> int:
    return int(person.http.get(f"rooms/{room['id']}/").json()["last_seq"])
