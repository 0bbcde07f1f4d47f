"""A real site, full of the longest messages: what many ask for at once, it can carry."""

import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from lab.clients.person import Json, Newcomer, Person
from lab.clients.socket import Chatter
from lab.servers.site import Site

READERS = 8
ROOMS, MESSAGES = 4, 500
LARGEST_BYTES = 2_000_000
# Each of eight calls 10 MB, and what Python's allocator keeps of them.
LARGEST_GROWTH_KB = 150_000

FILL = """
import uuid
from chat.models import Message, Room
for room in Room.objects.filter(pk__in={rooms}):
    for start in range(0, {count}, 100):
        Message.objects.bulk_create(
            Message(room=room, seq=n, rev=room.rev + n, author_id={author}, nonce=uuid.uuid4(), text="🔥" * 10_000)
            for n in range(start + 1, start + 101)
        )
    Room.objects.filter(pk=room.pk).update(rev=room.rev + {count}, last_seq={count})
"""


def memory(site: Site) -> int:
    """Of the worker, in KB."""
    return int(re.findall(r"VmRSS:\s+(\d+)", Path(f"/proc/{site.pid}/status").read_text())[0])


class Reader:
    """Catches up by the contract, and counts what that takes."""

    def __init__(self, person: Person, revs: dict[str, int], epoch: str) -> None:
        self._http, self._epoch = person.http, epoch
        self.wanted, self.seqs, self.largest = dict(revs), dict[str, set[int]](), 0

    def ask(self) -> None:
        answer = self._http.post("sync/", json={"epoch": self._epoch, "rooms": self.wanted}).raise_for_status()
        self.largest = max(self.largest, len(answer.content))
        for room, part in json.loads(answer.content)["rooms"].items():
            self.seqs.setdefault(room, set()).update(message["seq"] for message in part["messages"])
            if part["complete"]:
                del self.wanted[room]
            else:
                revs = [row["rev"] for row in (*part["messages"], *part["members"])]
                self.wanted[room] = max([self.wanted[room], *revs])

    def finish(self) -> None:
        while self.wanted:
            self.ask()


@pytest.mark.timeout(300)
def test_eight_who_catch_up_at_once(fresh_site: Site, newcomer: Newcomer) -> None:
    owner = Person.set_up(fresh_site)
    people = [newcomer(fresh_site) for _ in range(READERS)]
    rooms = [owner.create_room(f"Room {number}", *people) for number in range(ROOMS)]
    revs = {str(room["id"]): person_rev(owner, room) for room in rooms}
    with Chatter(owner) as chatter:
        epoch = chatter.hello["epoch"]
    script = FILL.format(rooms=[room["id"] for room in rooms], count=MESSAGES, author=owner.id)
    fresh_site.manage("shell", "-c", script)
    readers = [Reader(person, revs, epoch) for person in people]
    readers[0].ask()
    before = memory(fresh_site)
    at_once([reader.ask for reader in readers])
    at_once([reader.ask for reader in readers])
    assert memory(fresh_site) - before < LARGEST_GROWTH_KB
    assert httpx.get(f"{fresh_site.url}/healthz", timeout=5).text == "ok"
    readers[0].finish()
    assert readers[0].seqs == {room: set(range(1, MESSAGES + 1)) for room in revs}
    assert max(reader.largest for reader in readers) <= LARGEST_BYTES


def person_rev(person: Person, room: Json) -> int:
    return int(person.http.get(f"rooms/{room['id']}/").json()["rev"])


def at_once(calls: list[Callable[[], None]]) -> None:
    with ThreadPoolExecutor(len(calls)) as threads:
        list(threads.map(lambda call: call(), calls))


def test_a_person_with_five_tabs_gets_through(site: Site, newcomer: Newcomer) -> None:
    """All five ask at the same moment; who is refused is told when to come back, and does."""
    person = newcomer(site)
    room = person.create_room("Tabs")
    with Chatter(person) as chatter:
        asked = {"epoch": chatter.hello["epoch"], "rooms": {str(room["id"]): 0}}

    def ask() -> None:
        while (answer := person.http.post("sync/", json=asked)).status_code != 200:
            assert (answer.status_code, answer.json()["code"]) == (429, "rate_limited")
            assert answer.headers["Retry-After"] == "1"

    at_once([ask] * 5)


def test_a_hello_of_more_rooms_than_it_holds(fresh_site: Site) -> None:
    person = Person.set_up(fresh_site)
    script = """
from chat.models import Membership, Room
rooms = Room.objects.bulk_create(Room(name="火" * 80, topic="🔥" * 250) for _ in range(1900))
Membership.objects.bulk_create(Membership(room=room, user_id={user}) for room in rooms)
print(rooms[-1].pk)
"""
    last = int(fresh_site.manage("shell", "--no-imports", "-c", script.format(user=person.id)))
    with Chatter(person) as chatter, Chatter(person, f"/ws/chat/{last}/") as one:
        assert len(json.dumps(chatter.hello, ensure_ascii=False).encode()) <= LARGEST_BYTES
        assert not chatter.hello["complete"]
        assert (one.hello["complete"], [room["id"] for room in one.hello["rooms"]]) == (True, [last])
        known = {room["id"] for room in chatter.hello["rooms"]}
        assert last not in known
        # A socket carries every room, whether hello has named it or not.
        person.say({"id": last}, "hello?")
        assert chatter.wait_for("message")["room"] == last
        address: str | None = "rooms/?limit=500"
        while address:
            answer = person.http.get(address)
            assert len(answer.content) <= LARGEST_BYTES
            known |= {room["id"] for room in answer.json()["results"]}
            address = answer.json()["next"]
        assert len(known) == 1901
