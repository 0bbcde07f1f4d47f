"""However a session ends, its sockets close, whichever worker they are at."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import NamedTuple

import httpx
import pytest

from lab.clients.person import PASSWORD, Newcomer, Person
from lab.clients.socket import Chatter
from lab.programs.postgres import Postgres
from lab.programs.redis import Redis
from lab.servers.settings import PRODUCTION
from lab.servers.site import Site
from tests.accounts.program import Program


class Device(NamedTuple):
    """Signed in once, with a socket at each worker."""

    program: Program
    sockets: list[Chatter]

    @property
    def http(self) -> httpx.Client:
        return self.program.person.http


class Home(NamedTuple):
    sites: tuple[Site, Site]
    device: Device
    other: Device


def signs_out(home: Home) -> None:
    home.device.http.delete("session/").raise_for_status()


def signs_this_one_out(home: Home) -> None:
    session = home.device.sockets[0].hello["session"]
    home.other.http.delete(f"me/sessions/{session}/").raise_for_status()


def signs_all_others_out(home: Home) -> None:
    home.other.http.delete("me/sessions/").raise_for_status()


def changes_the_password(home: Home) -> None:
    change = {"current": PASSWORD, "new": "another fire, another song"}
    home.other.http.post("me/password/", json=change).raise_for_status()


def uses_an_old_token(home: Home) -> None:
    oldest = home.device.program.refresh
    home.device.program.rotate()
    home.device.program.rotate()
    assert home.device.program.use(oldest).status_code == 401


def is_deactivated(home: Home) -> None:
    """By an administrator, in a process that serves nobody."""
    username = home.device.program.person.username
    code = f"""
from accounts.services import people
from accounts.models import User
people.set_active(user=User.objects.get(username={username!r}), active=False)
"""
    home.sites[0].manage("shell", "--no-imports", "-c", code)


def is_ended_in_the_admin(home: Home) -> None:
    """This one device, on the page of its person."""
    session = home.device.sockets[0].hello["session"]
    code = f"""
from django.conf import settings
from django.test import Client
from accounts.models import User
administrator = User(username="administrator", email="a@example.org", is_staff=True, is_superuser=True)
administrator.save()
client = Client()
client.force_login(administrator)
answer = client.post("/admin/accounts/session/{session}/end/", secure=True, headers={{"host": settings.ALLOWED_HOSTS[0]}})
assert answer.status_code == 302, answer
"""
    home.sites[0].manage("shell", "--no-imports", "-c", code)


Ending = Callable[[Home], None]


@pytest.fixture(scope="module")
def sites(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: Postgres, redis_server: Redis
) -> Iterator[tuple[Site, Site]]:
    """Two workers of one site."""
    folders = [tmp_path_factory.mktemp("worker") for _ in range(2)]
    database_url, redis_url = postgres_server.create_database("sessions"), redis_server.url
    keys = {name: PRODUCTION[name] for name in ("SECRET_KEY", "SIGNING_KEY")}
    first, second = (Site(folder, database_url=database_url, redis_url=redis_url, env=keys) for folder in folders)
    with first, second:
        Person.set_up(first)
        yield first, second


@pytest.fixture
def home(sites: tuple[Site, Site], newcomer: Newcomer) -> Iterator[Home]:
    username = newcomer(sites[0]).username
    with ExitStack() as open_sockets:

        def device() -> Device:
            program = Program(sites[0], username)
            at_each = [Person(site, {"user": program.person.user, "access": program.person.token}) for site in sites]
            return Device(program, [open_sockets.enter_context(Chatter(person)) for person in at_each])

        yield Home(sites, device(), device())


@pytest.mark.parametrize(
    ("ending", "reason"),
    [
        (signs_out, "session_revoked"),
        (signs_this_one_out, "session_revoked"),
        (signs_all_others_out, "session_revoked"),
        (changes_the_password, "session_revoked"),
        (uses_an_old_token, "session_revoked"),
        (is_deactivated, "user_inactive"),
        (is_ended_in_the_admin, "session_revoked"),
    ],
)
@pytest.mark.timed
def test_closes_the_sockets_at_every_worker_within_a_second(home: Home, ending: Ending, reason: str) -> None:
    ending(home)
    began = time.monotonic()
    for socket in home.device.sockets:
        assert socket.wait_closed() == (4403, reason)
    assert time.monotonic() - began < 1
    assert home.device.http.get("me/").json()["code"] == reason
    for socket in home.other.sockets:
        if ending is is_deactivated:
            assert socket.wait_closed() == (4403, reason)
        else:
            assert socket.ask("ping")["type"] == "pong"
