"""The table of faulty tokens at a real socket: to open one, and to go on with it. The server has the database of the test."""

import json
from collections.abc import Iterator

import pytest
from django.conf import settings as ours
from django.db import connection
from pytest_django import Settings
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from accounts.models import Session, User
from accounts.services import sessions
from lab.clients.person import Person
from lab.clients.socket import Chatter
from lab.servers.site import Site
from tests.accounts.faults import EDDSA, FAULTS, SECRET, ahead, token
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db(transaction=True)

# What a header can hold.
SENDABLE = [fault for fault in FAULTS if fault != "not base64"]
ENDED = ("session_revoked", "user_inactive")


@pytest.fixture(scope="module")
def site(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    name = connection.settings_dict["NAME"]
    database_url = (
        f"sqlite:///{name}" if connection.vendor == "sqlite" else f"{ours.DATABASE_URL.rpartition('/')[0]}/{name}"
    )
    keys = {"SIGNING_KEY": EDDSA, "ACCEPTED_SIGNING_KEYS": SECRET, "SECRET_KEY": ours.SECRET_KEY}
    with Site(tmp_path_factory.mktemp("site"), database_url=database_url, env=keys) as started:
        yield started


@pytest.fixture(autouse=True)
def _keys(settings: Settings) -> None:
    settings.SIGNING_KEY, settings.ACCEPTED_SIGNING_KEYS = EDDSA, [SECRET]


@pytest.fixture
def hanako() -> User:
    return a_user("hanako")


def with_token(site: Site, user: User, access: str) -> Person:
    return Person(site, {"user": {"id": user.pk, "username": user.username}, "access": access})


def status_of(site: Site, path: str = "/ws/chat/", **headers: str) -> tuple[int, str]:
    """The HTTP status and the error's code of a handshake that fails."""
    with pytest.raises(InvalidStatus) as refusal, connect(f"{site.ws_url}{path}", additional_headers=headers):
        pass
    response = refusal.value.response
    return response.status_code, json.loads(response.body or b"{}").get("code")


@pytest.mark.parametrize("fault", SENDABLE)
def test_a_faulty_token_opens_no_socket(site: Site, hanako: User, fault: str) -> None:
    make, code = FAULTS[fault]
    assert Chatter(with_token(site, hanako, make(hanako))).turned_away() == (4401, code)


@pytest.mark.parametrize("fault", [fault for fault in SENDABLE if fault != "empty"])
def test_a_faulty_token_in_the_header_opens_none_either(site: Site, hanako: User, fault: str) -> None:
    make, code = FAULTS[fault]
    assert status_of(site, Authorization=f"Bearer {make(hanako)}") == (401, code)


def test_an_access_token_is_no_ticket(site: Site, hanako: User) -> None:
    assert status_of(site, f"/ws/chat/?ticket={sessions.begin(hanako).access}") == (401, "token_invalid")


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_token_renews_no_socket(site: Site, hanako: User, fault: str) -> None:
    make, code = FAULTS[fault]
    with Chatter(with_token(site, hanako, sessions.begin(hanako).access)) as chatter:
        raw = make(hanako)
        if code in ENDED:
            chatter.tell("session.renew", ref=1, token=raw)
            assert chatter.wait_closed() == (4403, code)
        else:
            assert chatter.ask("session.renew", token=raw)["code"] == code
            assert chatter.ask("ping")["type"] == "pong"


def test_the_token_of_another_device_or_person_renews_no_socket(site: Site, hanako: User) -> None:
    others = [sessions.begin(hanako), sessions.begin(a_user("kenji"))]
    with Chatter(with_token(site, hanako, sessions.begin(hanako).access)) as chatter:
        for other in others:
            assert chatter.ask("session.renew", token=other.access)["code"] == "token_invalid"
        assert chatter.ask("ping")["type"] == "pong"


def test_without_a_token_there_is_no_socket(site: Site) -> None:
    assert status_of(site) == (401, "token_missing")


def test_without_the_fault_the_token_opens_and_renews(site: Site, hanako: User) -> None:
    good = token(hanako)
    with Chatter(with_token(site, hanako, good)) as chatter:
        assert chatter.ask("session.renew", token=good)["type"] == "ok"


def test_two_clocks_may_differ_a_little(site: Site, hanako: User) -> None:
    early = token(hanako, nbf=ahead(seconds=10), iat=ahead(seconds=10))
    with Chatter(with_token(site, hanako, early)) as chatter:
        assert chatter.ask("ping")["type"] == "pong"


def test_a_socket_that_nobody_told_of_its_end_is_found_out_when_it_renews(site: Site, hanako: User) -> None:
    issued = sessions.begin(hanako)
    with Chatter(with_token(site, hanako, issued.access)) as chatter:
        # By another process without Redis: the news does not reach the server.
        sessions.revoke([issued.session], Session.End.SIGNED_OUT)
        assert chatter.ask("ping")["type"] == "pong"
        chatter.tell("session.renew", ref=1, token=issued.access)
        assert chatter.wait_closed() == (4403, "session_revoked")
