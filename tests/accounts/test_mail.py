"""Letters as a real mail server gets them."""

from collections.abc import Iterator
from typing import Any

import pytest

from lab.clients.person import Person, profile
from lab.programs.smtp import MailServer
from lab.servers.process import wait_until
from lab.servers.settings import PRODUCTION
from lab.servers.site import Site


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


def test_a_site_on_the_internet_sends_them_by_smtp(mail_server: MailServer, tmp_path: Any) -> None:
    by_mail = {
        **mail_server.settings,
        "EMAIL_FROM": "Irori <hearth@example.org>",
        "EMAIL_VERIFICATION": "1",
        "REGISTRATION": "open",
    }
    with Site(tmp_path, env={**PRODUCTION, **by_mail}) as site:
        Person.set_up(site)
        form = {"email": "kenji@example.org"}
        asked = site.client().post("/api/register/link/", json=form, headers={"Accept-Language": "ja"})
        assert asked.status_code == 202
        wait_until(lambda: bool(mail_server.taken), what="the letter")
        (letter,) = mail_server.taken
        assert (letter["To"], letter["From"]) == ("kenji@example.org", "Irori <hearth@example.org>")
        assert letter["Subject"] == f"127.0.0.1:{site.port} のアカウント作成"
        text = letter.get_body().get_content()  # type: ignore[union-attr]
        assert f"{site.url}/signup#proof=" in text
        assert "24 時間以内" in text
        assert "proof=" not in site.log, "what signs somebody in is in no log"


def test_a_site_on_the_internet_without_a_mail_server_prints_none(tmp_path: Any) -> None:
    with Site(tmp_path, env={**PRODUCTION, "REGISTRATION": "open"}) as site:
        Person.set_up(site)
        assert site.client().get("/api/site/").json()["mail"] is False
        assert site.client().post("/api/register/", json=profile("kenji")).status_code == 201
        answer = site.client().post("/api/password/forgotten/", json={"username": "kenji"})
        assert (answer.status_code, answer.json()["code"]) == (409, "mail_unavailable")
        assert "Subject:" not in site.log


def test_a_letter_outlives_the_server_and_waits_for_the_mail_server(tmp_path: Any) -> None:
    by_mail = MailServer()
    with Site(tmp_path, env={**PRODUCTION, **by_mail.settings, "REGISTRATION": "open"}) as site:
        Person.set_up(site)
        asked = site.client().post("/api/password/forgotten/", json={"username": "hanako"})
        assert asked.status_code == 202
        wait_until(lambda: "could not be sent by 127.0.0.1" in site.log, what="the first try")
        site.kill()
        with by_mail:
            site.start()
            wait_until(lambda: bool(by_mail.taken), 30, what="the letter")
    assert [letter["To"] for letter in by_mail.taken] == ["hanako@example.org"]
