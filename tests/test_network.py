"""`HOST=0.0.0.0 make run`: a home network, without any other setting."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from core import machine
from lab.clients import raw_http
from lab.clients.person import Person, profile
from lab.clients.socket import Chatter
from lab.servers.settings import PRODUCTION
from lab.servers.site import Site

OTHERS = [str(each) for each in machine.addresses() if each.version == 4 and not each.is_loopback]
SAFE = {**dict.fromkeys(PRODUCTION, ""), "DJANGO_SETTINGS_MODULE": Site.settings_module}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with Site(tmp_path_factory.mktemp("network"), env={**SAFE, "HOST": "0.0.0.0"}) as served, served.no_traceback():
        yield served


@pytest.fixture(scope="module")
def hanako(site: Site) -> Person:
    return Person.set_up(site)


def names(site: Site) -> list[str]:
    return [*machine.host_names(), *OTHERS, "localhost", "127.0.0.1"]


def test_it_says_where_it_is_and_what_is_missing_for_the_internet(site: Site) -> None:
    for said in (
        f"http://localhost:{site.port}/",
        "not encrypted",
        "not on the internet",
        "ALLOWED_HOSTS",
        "PROXIES=1",
    ):
        assert said in site.log
    assert all(f"http://{address}:{site.port}/" in site.log for address in OTHERS)
    assert re.search(r"Open http://localhost:\d+/setup with this code", site.log)


def test_a_stranger_who_comes_first_is_refused_and_cannot_guess_the_code(tmp_path: Path) -> None:
    with Site(tmp_path, env={**SAFE, "HOST": "0.0.0.0", "REGISTRATION": "open"}) as fresh, fresh.no_traceback():
        at = f"http://{OTHERS[0] if OTHERS else '127.0.0.1'}:{fresh.port}"
        refused = httpx.post(f"{at}/api/register/", json=profile("stranger"))
        assert (refused.status_code, refused.json()["code"]) == (403, "setup_needed")
        guess = {**profile("stranger"), "room": "Mine", "code": "AAAA-AAAA-AAAA"}
        guesses = [httpx.post(f"{at}/api/setup/", json=guess).status_code for _ in range(12)]
        assert guesses.count(403) == 10
        assert guesses[-1] == 429
        # From another address: who sits at the machine is not locked out.
        if OTHERS:
            assert Person.set_up(fresh).user["is_staff"]
            assert httpx.post(f"{at}/api/register/", json=profile("stranger")).status_code == 201


def test_it_answers_by_every_name_and_address_it_has(site: Site) -> None:
    for name in names(site):
        answer = site.client().get("/api/site/", headers={"Host": f"{name}:{site.port}"})
        assert (answer.status_code, answer.json()["registration"]) == (200, "invitation"), name
    for address in OTHERS:
        assert httpx.get(f"http://{address}:{site.port}/").status_code == 200


def test_signing_in_works_by_each(site: Site, hanako: Person) -> None:
    for name in names(site):
        own, credentials = f"{name}:{site.port}", {"username": "hanako", "password": profile("hanako")["password"]}
        headers = {"Host": own, "Origin": f"http://{own}"}
        answer = site.client().post("/api/session/", json=credentials, headers=headers)
        assert answer.status_code == 200, name
        cookie = answer.headers["Set-Cookie"]
        assert "Secure" not in cookie, "a browser would not send it back"
        assert "HttpOnly" in cookie
        assert "Strict-Transport-Security" not in answer.headers
        foreign = site.client().post(
            "/api/session/", json=credentials, headers={"Host": own, "Origin": "http://evil.example"}
        )
        assert (foreign.status_code, foreign.json()["code"]) == (403, "origin_refused")


def test_the_admin_signs_in_there(site: Site, hanako: Person) -> None:
    for name in (*machine.host_names()[:1], *OTHERS[:1]):
        host = {"Host": f"{name}:{site.port}"}
        with httpx.Client(base_url=site.url, headers={**host, "Origin": f"http://{name}:{site.port}"}) as browser:
            form = browser.get("/admin/login/").text
            (token,) = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', form))
            cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.cookies.jar)
            credentials = {
                "username": "hanako",
                "password": profile("hanako")["password"],
                "csrfmiddlewaretoken": token,
            }
            answer = browser.post("/admin/login/?next=/admin/", data=credentials, headers={"Cookie": cookies})
            assert answer.status_code == 302, (name, answer.text[:300])


def test_a_socket_opens_there(site: Site, hanako: Person) -> None:
    for name in names(site):
        opening = raw_http.upgrade(host=f"{name}:{site.port}", origin=f"http://{name}:{site.port}")
        answer = raw_http.ask(site.port, opening)
        assert (answer.status, json.loads(answer.body)["code"]) == (401, "token_missing"), (
            "let through to say who it is"
        )
    with Chatter(hanako, origin=site.url) as chatter:
        assert chatter.hello["type"] == "hello"


def test_nobody_else_has_a_name_here(site: Site) -> None:
    for name in (
        "evil.example",
        "192.168.255.254",
        "vm.evil.example",
        f"{OTHERS[0]}.evil.example" if OTHERS else "x.example",
    ):
        answer = site.client().get("/", headers={"Host": name})
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
