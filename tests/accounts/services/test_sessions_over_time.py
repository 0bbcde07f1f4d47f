"""Sessions over time, on real servers with real sockets: a hundred uses at once, an old token, ten lifetimes."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from threading import Event

import pytest

from lab.clients.person import Json, Newcomer, Person
from lab.clients.socket import Chatter
from lab.servers.site import Site
from tests.accounts.program import Program, claims


class TestRotation:
    def test_a_hundred_uses_at_once_make_one_generation(self, either_site: Site, newcomer: Newcomer) -> None:
        program = Program(either_site, newcomer(either_site).username)
        with Chatter(program.person) as chatter:
            with ThreadPoolExecutor(100) as threads:
                answers = list(threads.map(program.use, [program.refresh] * 100))
            assert {answer.status_code for answer in answers} == {200}
            assert {claims(answer.json()["refresh"])["gen"] for answer in answers} == {1}
            assert chatter.ask("session.renew", token=answers[-1].json()["access"])["type"] == "ok"
        assert program.use(answers[0].json()["refresh"]).status_code == 200

    def test_the_token_before_last_ends_the_session_and_its_sockets(
        self, either_site: Site, newcomer: Newcomer
    ) -> None:
        program = Program(either_site, newcomer(either_site).username)
        oldest = program.refresh
        with Chatter(program.person) as chatter:
            access = [program.rotate(), program.rotate()][-1]
            refused = program.use(oldest)
            assert (refused.status_code, refused.json()["code"]) == (401, "session_revoked")
            assert chatter.wait_closed() == (4403, "session_revoked")
        assert program.use(program.refresh).status_code == 401
        me = program.client.get("/api/me/", headers={"Authorization": f"Bearer {access}"})
        assert (me.status_code, me.json()["code"]) == (401, "session_revoked")


class TestLifetimes:
    LIFETIMES = 10

    @pytest.fixture
    def second_long(self, tmp_path: Path) -> Iterator[Site]:
        """Where an access token lives for one second."""
        with Site(tmp_path, env={"ACCESS_TOKEN_SECONDS": "1"}) as site, site.no_traceback():
            yield site

    def test_a_renewed_socket_hears_everything_and_an_unrenewed_one_is_closed(self, second_long: Site) -> None:
        hanako = Person.set_up(second_long)
        kenji = Person.register(second_long, "kenji")
        room = hanako.create_room("Kitchen", kenji)
        listening, forgetful = Program(second_long, "kenji"), Program(second_long, "kenji")
        with (
            ThreadPoolExecutor(2) as threads,
            Chatter(forgetful.person) as unrenewed,
            Chatter(listening.person) as renewed,
        ):
            closing = threads.submit(lambda: (unrenewed.wait_closed(), time.time()))
            done = Event()
            talking = threads.submit(talk, Program(second_long, "hanako"), room, done)
            began = end_of(renewed.hello)
            try:
                while renew(listening, renewed) - began < self.LIFETIMES:
                    pass
            finally:
                done.set()
            said = talking.result()
            heard = [renewed.wait_for("message")["message"]["text"] for _ in said]
            end, closed_at = closing.result()
        assert heard == said
        assert end == (4401, "token_expired")
        assert closed_at - end_of(unrenewed.hello) < 30


def renew(program: Program, chatter: Chatter) -> float:
    """When the socket now ends. Asked for as late as a client does: on being warned."""
    chatter.wait_for("session.expiring")
    answer = chatter.ask("session.renew", token=program.rotate())
    assert answer["type"] == "ok", answer
    return end_of(answer)


def talk(program: Program, room: Json, done: Event) -> list[str]:
    """What was said until then. Between two machines' clocks a token is good for 15 s more; a busy machine takes longer."""
    said: list[str] = []
    while not done.wait(0.05):
        if len(said) % 20 == 0:
            speaker = Person(program.person.site, {"user": program.person.user, "access": program.rotate()})
        said.append(str(speaker.say(room, f"line {len(said)}")["text"]))
    return said


def end_of(frame: Json) -> float:
    return datetime.fromisoformat(frame["expires_at"]).timestamp()
