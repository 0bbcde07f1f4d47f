"""A separate site beside the cluster, as `make run` serves it, with a few people who write without a pause."""

import contextlib
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import httpx

from lab.servers.site import Site

WRITERS = 4
PASSWORD = "warm hands by the fire"


@dataclass
class Told:
    """What a small site acknowledged, by text: the time in seconds since 1970, and the id and seq of the message."""

    room: int
    headers: dict[str, str]
    at: dict[str, float] = field(default_factory=dict)
    rows: dict[str, tuple[int, int]] = field(default_factory=dict)


def move_in(site: Site) -> Told:
    person = {"username": "hanako", "email": "hanako@example.org", "password": PASSWORD}
    with site.client("/api/") as http:
        answer = http.post("setup/", json={**person, "code": site.setup_code(), "room": "Hearth"}).raise_for_status()
        headers = {"Authorization": f"Bearer {answer.json()['access']}"}
        (room,) = http.get("rooms/", headers=headers).raise_for_status().json()["results"]
    return Told(room["id"], headers)


@contextlib.contextmanager
def writing(site: Site, told: Told) -> Iterator[None]:
    over = threading.Event()
    writers = [threading.Thread(target=write, args=(site, told, over)) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    try:
        yield
    finally:
        over.set()
        for writer in writers:
            writer.join()


def write(site: Site, told: Told, over: threading.Event) -> None:
    """Write one message after the other until the site is gone."""
    with httpx.Client(base_url=site.url, headers=told.headers, timeout=30) as http:
        while not over.is_set():
            text = str(uuid.uuid4())
            try:
                answer = http.post(f"/api/rooms/{told.room}/messages/", json={"nonce": text, "text": text})
            except httpx.TransportError:
                return
            if answer.is_success:
                message = answer.json()
                told.rows[text] = message["id"], message["seq"]
                told.at[text] = time.time()


def history(site: Site, told: Told) -> Sequence[dict[str, object]]:
    """All messages, the newest page first."""
    found: list[dict[str, object]] = []
    with site.client("/api/", headers=told.headers) as http:
        before = ""
        while True:
            page = http.get(f"rooms/{told.room}/messages/?limit=200{before}").raise_for_status().json()
            found += page["messages"]
            if not page["has_before"]:
                return found
            before = f"&before={page['messages'][0]['seq']}"
