"""People who write without a pause, and what of it was acknowledged."""

import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from lab.clients.person import Json, Person
from lab.servers.process import PATIENCE_SECONDS


class Talking:
    def __init__(self, person: Person, rooms: list[Json]) -> None:
        self.acknowledged: dict[str, float] = {}
        """Nonce, and when it was acknowledged."""
        self._person = person
        self._rooms = rooms
        self._over = threading.Event()

    def until(self, moment: float) -> set[str]:
        return {nonce for nonce, then in self.acknowledged.items() if then < moment}

    @contextmanager
    def going_on(self) -> Iterator[None]:
        threads = [threading.Thread(target=self._talk, args=(room,)) for room in self._rooms]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._over.set()
            for thread in threads:
                thread.join()

    def wait_for(self, more: int) -> None:
        """Until so many more are acknowledged."""
        enough = len(self.acknowledged) + more
        deadline = time.monotonic() + PATIENCE_SECONDS
        while len(self.acknowledged) < enough:
            assert time.monotonic() < deadline, "nothing is acknowledged any more"
            time.sleep(0.02)

    def _talk(self, room: Json) -> None:
        while not self._over.is_set():
            nonce = str(uuid.uuid4())
            form = {"nonce": nonce, "text": "Is there wood? " * 10}
            if self._person.http.post(f"rooms/{room['id']}/messages/", json=form).status_code == 201:
                self.acknowledged[nonce] = time.monotonic()
