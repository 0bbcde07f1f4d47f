"""Make every changing request twice, the second time at another worker, as if the first answer had been lost."""

import itertools
import uuid
from dataclasses import dataclass
from typing import Any

import httpx

from lab.chaos.checks.anomalies import Anomaly, Violation
from lab.chaos.faults.fault import Scene

ANSWER_SECONDS = 20
PASSWORD = "warm hands by the fire"
NUMBERS = itertools.count(1)


@dataclass
class Caller:
    """A person who makes requests to each worker in turn."""

    workers: list[httpx.Client]
    found: list[Violation]
    token: str = ""
    id: int = 0

    def twice(self, method: str, path: str, body: Any = None, *, key: bool = False) -> Any:
        """The answer to the second request. It must equal the first one."""
        headers = {"Idempotency-Key": str(uuid.uuid4())} if key else {}
        first, second = (self.call(worker, method, path, body, headers) for worker in self.workers[:2])
        self._compare(f"{method} {path}", first, second)
        return second.json() if second.content and second.is_success else {}

    def once(self, method: str, path: str, body: Any = None) -> Any:
        answer = self.call(self.workers[0], method, path, body, {}).raise_for_status()
        return answer.json() if answer.content else {}

    def call(self, http: httpx.Client, method: str, path: str, body: Any, headers: dict[str, str]) -> httpx.Response:
        bearer = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return http.request(method, f"/api/{path}", json=body, headers={**bearer, **headers})

    def expect(self, what: str, *, is_so: bool) -> None:
        if not is_so:
            self.found.append(Violation(Anomaly.DOUBLED, 0, what))

    def _compare(self, what: str, first: httpx.Response, second: httpx.Response) -> None:
        if not first.is_success or not second.is_success:
            statuses = f"{first.status_code} and {second.status_code}"
            self.expect(f"{what}, twice, was answered with {statuses}: {second.text[:80]}", is_so=False)
        else:
            self.expect(f"{what}, twice, made two", is_so=identity(first) == identity(second))


def identity(answer: httpx.Response) -> object:
    """The id that the answer is about, or None."""
    found = answer.json() if answer.content else {}
    return found.get("id") or found.get("user", {}).get("id")


def make_every_call_twice(scene: Scene) -> list[Violation]:
    workers = [httpx.Client(base_url=url, timeout=ANSWER_SECONDS) for url in scene.world.worker_urls]
    found: list[Violation] = []
    owner, guest = Caller(workers, found), Caller(workers, found)
    for caller in (owner, guest):
        register(caller)
    room = owner.twice("POST", "rooms/", {"kind": "public", "name": "Twice"}, key=True)["id"]
    for story in (_rooms, _links, _people, _messages, _late_retries, _oneself):
        story(owner, guest, room)
    for worker in workers:
        worker.close()
    return found


def register(caller: Caller) -> None:
    name = f"twice{next(NUMBERS)}"
    body = {"username": name, "email": f"{name}@example.org", "password": PASSWORD}
    answer = caller.twice("POST", "register/", body, key=True)
    if not answer:
        answer = caller.once("POST", "session/", {"username": name, "password": PASSWORD})
    caller.token, caller.id = answer["access"], answer["user"]["id"]


def _rooms(owner: Caller, guest: Caller, room: int) -> None:
    owner.twice("POST", "direct/", {"users": [guest.id]}, key=True)
    owner.twice("PATCH", f"rooms/{room}/", {"topic": "Everything twice"})
    owner.twice("PATCH", f"rooms/{room}/", {"archived": True})
    owner.twice("PATCH", f"rooms/{room}/", {"archived": False})
    rooms = owner.once("GET", "rooms/")["results"]
    owner.expect("POST rooms/ made a second room", is_so=[r["name"] for r in rooms].count("Twice") == 1)


def _links(owner: Caller, guest: Caller, room: int) -> None:
    invitation = owner.twice("POST", f"rooms/{room}/invitations/", {"uses": 1}, key=True)
    token = invitation.get("token") or owner.once("POST", f"rooms/{room}/invitations/", {"uses": 1})["token"]
    guest.twice("POST", f"invitations/{token}/")
    guest.twice("POST", f"rooms/{room}/leave/")
    other = owner.once("POST", f"rooms/{room}/invitations/", {"uses": 2})
    owner.twice("DELETE", f"rooms/{room}/invitations/{other['id']}/")


def _people(owner: Caller, guest: Caller, room: int) -> None:
    guest.twice("POST", f"rooms/{room}/join/")
    owner.twice("DELETE", f"rooms/{room}/members/{guest.id}/")
    owner.twice("POST", f"rooms/{room}/members/", {"users": [guest.id]})
    guest.twice("POST", f"rooms/{room}/stay/")
    owner.twice("PATCH", f"rooms/{room}/members/{guest.id}/", {"role": "moderator"})
    owner.twice("PUT", f"rooms/{room}/bans/{guest.id}/", {})
    owner.twice("DELETE", f"rooms/{room}/bans/{guest.id}/")
    owner.once("POST", f"rooms/{room}/members/", {"users": [guest.id]})


def _messages(owner: Caller, guest: Caller, room: int) -> None:
    message = owner.twice("POST", f"rooms/{room}/messages/", {"nonce": str(uuid.uuid4()), "text": "Once"})
    address = f"messages/{message['id']}/"
    owner.twice("PATCH", address, {"text": "Once more", "rev": message["rev"]})
    for method in ("PUT", "DELETE"):
        guest.twice(method, f"{address}reactions/🍵/")
        owner.twice(method, f"{address}pin/")
    owner.twice("DELETE", address)


def _late_retries(owner: Caller, guest: Caller, room: int) -> None:
    """Repeat a request whose answer was lost, after something else has happened."""
    letter = {"nonce": str(uuid.uuid4()), "text": "First"}
    message = guest.once("POST", f"rooms/{room}/messages/", letter)
    earlier = {"text": "Second", "rev": message["rev"]}
    edited = guest.once("PATCH", f"messages/{message['id']}/", earlier)
    guest.once("PATCH", f"messages/{message['id']}/", {"text": "Third", "rev": edited["rev"]})
    guest.call(guest.workers[1], "PATCH", f"messages/{message['id']}/", earlier, {})
    text = guest.once("GET", f"messages/{message['id']}/")["text"]
    guest.expect(f"an edit that came again undid the one after it: {text}", is_so=text == "Third")
    owner.once("DELETE", f"rooms/{room}/members/{guest.id}/")
    again = guest.call(guest.workers[1], "POST", f"rooms/{room}/messages/", letter, {})
    guest.expect(f"a stored message was refused with {again.status_code} to who is removed", is_so=again.is_success)


def _oneself(owner: Caller, guest: Caller, room: int) -> None:
    owner.twice("PATCH", f"rooms/{room}/mine/", {"favourite": True})
    owner.twice("PUT", f"rooms/{room}/draft/", {"text": "Twi", "at": "2026-11-20T09:11:58Z"})
    owner.twice("POST", f"rooms/{room}/read/", {"seq": 2})
    owner.twice("PATCH", "me/", {"display_name": "Twice"})
    name = owner.once("GET", "me/")["username"]
    another = owner.once("POST", "session/", {"username": name, "password": PASSWORD})["session"]
    owner.twice("DELETE", f"me/sessions/{another}/")
    pair = owner.once("POST", "token/", {"username": name, "password": PASSWORD})
    owner.twice("POST", "token/refresh/", {"refresh": pair["refresh"]})
