"""What the admin refuses is a page: in the reader's language, with what to do and a way home."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.test import AsyncClient, Client
from pytest_django import Settings

from config.admin import home
from core.http.response_headers import ADMIN
from core.problems import Problem
from lab.clients.person import Person
from lab.servers.site import Site
from tests.core.admin.test_japanese import Words
from tests.support.in_process import a_user

LISTED = "/admin/chat/room/"


def signed_in(**rights: bool) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(a_user("hanako", is_staff=True, **rights))
    return client


def old_form(patch: pytest.MonkeyPatch, **headers: str) -> Any:
    client = Client(enforce_csrf_checks=True)
    return client.post("/admin/login/", {"username": "hanako"}, headers=headers)


def large_form(patch: pytest.MonkeyPatch, **headers: str) -> Any:
    return Client().post("/admin/login/", {"username": "x" * 70_000}, headers=headers)


def odd_filter(patch: pytest.MonkeyPatch, **headers: str) -> Any:
    return signed_in(is_superuser=True).get(f"{LISTED}?owner__password__startswith=a", headers=headers)


def no_right(patch: pytest.MonkeyPatch, **headers: str) -> Any:
    return signed_in().get(LISTED, headers=headers)


def no_page(patch: pytest.MonkeyPatch, **headers: str) -> Any:
    return signed_in().get("/admin/nothing/", headers=headers)


def failing(error: Exception) -> Callable[..., Any]:
    """The home page, whose parts fail with this."""

    def ask(patch: pytest.MonkeyPatch, **headers: str) -> Any:
        def fail(request: object) -> None:
            raise error

        patch.setattr(home, "context", fail)
        return signed_in(is_superuser=True).get("/admin/", headers=headers)

    return ask


REFUSALS: dict[str, tuple[Callable[..., Any], int, str, str]] = {
    "old form": (old_form, 403, "This form was not taken", "このフォームは受け付けられませんでした"),
    "large form": (large_form, 413, "This form is too large", "フォームが大きすぎます"),
    "odd filter": (odd_filter, 400, "The server could not make sense", "リクエストを理解できませんでした"),
    "no right": (no_right, 403, "Your account may not do this", "このアカウントには権限がありません"),
    "no page": (no_page, 404, "There is no such page", "ページが見つかりません"),
    "too fast": (failing(Problem("rate_limited", wait=7)), 429, "Too many requests", "リクエストが多すぎます"),
    "mistake": (failing(ValueError("secret")), 500, "Something went wrong", "サイト側で問題が発生しました"),
    "database away": (failing(OperationalError("secret")), 503, "The site cannot answer", "サイトが応答できません"),
    "refused": (failing(Problem("last_owner")), 409, "This was not done", "実行できませんでした"),
}
each = pytest.mark.parametrize(("ask", "status", "english", "japanese"), REFUSALS.values(), ids=REFUSALS)


@pytest.mark.django_db
@each
def test_it_is_a_page_in_the_readers_language(
    monkeypatch: pytest.MonkeyPatch, ask: Callable[..., Any], status: int, english: str, japanese: str
) -> None:
    answer = ask(monkeypatch, accept="text/html")
    assert answer.status_code == status
    assert answer.headers["Content-Type"].startswith("text/html")
    assert answer.headers["Content-Security-Policy"] == ADMIN
    text = answer.content.decode()
    assert f"<h1>{english}" in text
    assert 'href="/admin/"' in text
    assert "secret" not in text
    assert "hanako" not in text
    assert "nav-sidebar" not in text, "no list of what is there"
    assert not re.search(r"<script(?![^>]*src=)|<style|style=", text)


@pytest.mark.django_db
@each
def test_it_is_japanese_for_who_reads_japanese(
    monkeypatch: pytest.MonkeyPatch, ask: Callable[..., Any], status: int, english: str, japanese: str
) -> None:
    answer = ask(monkeypatch, accept="text/html", accept_language="ja")
    assert (answer.status_code, answer.headers["Content-Language"]) == (status, "ja")
    text = answer.content.decode()
    assert re.search(rf"<h1>[^<]*{japanese}", text)
    assert Words(text).english == set()


@pytest.mark.django_db
@each
def test_a_program_gets_what_it_can_read(
    monkeypatch: pytest.MonkeyPatch, ask: Callable[..., Any], status: int, english: str, japanese: str
) -> None:
    answer = ask(monkeypatch, accept="application/json")
    assert answer.status_code == status
    assert "<h1>" + english not in answer.content.decode()


@pytest.mark.django_db
class TestWaysOn:
    def test_back_to_the_form(self) -> None:
        client = Client(enforce_csrf_checks=True)
        came = {"Referer": "http://testserver/admin/login/?next=/admin/chat/"}
        text = client.post("/admin/login/", headers=came).content.decode()
        assert 'href="/admin/login/?next=/admin/chat/"' in text
        assert ">Sign in again<" in text

    @pytest.mark.parametrize(
        "referer",
        [
            "http://elsewhere.example/admin/",
            "http://testserver/rooms/1",
            "http://testserver/admin/nothing/",
            "javascript:alert(1)//testserver/admin/",
            "http://[testserver/admin/",
        ],
    )
    def test_never_to_elsewhere_nor_to_the_same(self, referer: str) -> None:
        text = signed_in().get("/admin/nothing/", headers={"Referer": referer}).content.decode()
        assert ">Back<" not in text

    @pytest.mark.parametrize(("ask", "is_for_now"), [(failing(OperationalError()), True), (no_page, False)])
    def test_the_same_page_again_where_that_may_help(
        self, monkeypatch: pytest.MonkeyPatch, ask: Callable[..., Any], is_for_now: bool
    ) -> None:
        text = ask(monkeypatch).content.decode()
        assert ('<a class="button primary" href="/admin/">Load again</a>' in text) is is_for_now

    def test_never_a_form_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(request: object) -> None:
            raise Problem("rate_limited")

        monkeypatch.setattr(home, "context", fail)
        answer = signed_in(is_superuser=True).post("/admin/")
        assert (answer.status_code, "Load again" in answer.content.decode()) == (429, False)

    def test_it_says_how_long_to_wait(self, monkeypatch: pytest.MonkeyPatch) -> None:
        answer = failing(Problem("rate_limited", wait=6.2))(monkeypatch)
        assert answer.headers["Retry-After"] == "7"
        assert "Wait 7 seconds" in answer.content.decode()

    def test_it_says_what_a_service_says(self, monkeypatch: pytest.MonkeyPatch) -> None:
        text = failing(Problem("last_owner"))(monkeypatch, accept_language="ja").content.decode()
        assert "オーナー" in text


@pytest.mark.django_db
def test_whether_something_exists_is_not_told_without_the_right() -> None:
    client = signed_in()
    there = a_user("kenji").pk
    pages = [client.get(f"/admin/accounts/user/{pk}/change/") for pk in (there, 10**9)]
    assert [page.status_code for page in pages] == [403, 403]
    assert pages[0].content == pages[1].content
    signed_out = Client().get("/admin/nothing/")
    assert (signed_out.status_code, signed_out.headers["Location"]) == (302, "/admin/login/?next=/admin/nothing/")


@pytest.mark.django_db
def test_no_developers_page_is_shown_to_others(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEBUG = True
    answer = failing(ValueError("secret"))(monkeypatch, x_forwarded_for="203.0.113.7")
    assert "<h1>Something went wrong" in answer.content.decode()
    assert answer.headers["Content-Security-Policy"] == ADMIN


@pytest.mark.django_db(transaction=True)
async def test_it_is_one_when_served_asynchronously() -> None:
    answer = await AsyncClient().post("/admin/login/", {"username": "x" * 70_000})
    assert answer.status_code == 413
    assert b"<h1>This form is too large" in answer.content


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/nothing/", "/api/rooms/1/"])
def test_the_api_answers_problems(path: str) -> None:
    answer = Client().get(path, headers={"Accept": "text/html, */*"})
    assert answer.headers["Content-Type"] == "application/json"
    assert "code" in answer.json()


def test_a_form_that_the_server_itself_refuses(site: Site, administrator: Person) -> None:
    """A megabyte is refused before Django runs."""

    def send(path: str, **headers: str) -> Any:
        return administrator.http.post(f"{site.url}{path}", content=b"x" * 1_100_000, headers=headers)

    answer = send(
        "/admin/accounts/sitelogo/",
        accept="text/html",
        **{"accept-language": "ja", "referer": f"{site.url}/admin/?a=b"},
    )
    assert answer.status_code == 413
    assert answer.headers.get_list("content-security-policy") == [ADMIN]
    assert "フォームが大きすぎます" in answer.text
    assert 'href="/admin/?a=b"' in answer.text
    assert send("/api/me/", accept="text/html").json()["code"] == "too_large"
    assert send("/admin/").json()["code"] == "too_large"
