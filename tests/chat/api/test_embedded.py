"""Reads whose answers come with the renewed token."""

import logging
from unittest.mock import patch

import pytest

from chat import selectors
from tests.chat.hearth import Hearth
from tests.support.in_process import PASSWORD, Answer, Api

pytestmark = pytest.mark.django_db

ROOMS = "/api/rooms/?limit=500"


def browser_of(username: str) -> Api:
    browser = Api()
    assert browser.post("session/", {"username": username, "password": PASSWORD}).status == 200
    return browser


def refresh(browser: Api, *paths: str) -> Answer:
    return browser.post("session/refresh/", {"embed": list(paths)})


def test_they_are_what_their_calls_answer(hearth: Hearth, member: Api) -> None:
    hearth.say("tea?")
    opening = f"/api/rooms/{hearth.id}/opening/?limit=50"
    answer = refresh(browser_of(hearth.member.username), ROOMS, opening)
    assert answer.status == 200
    assert answer.body["access"]
    assert answer.body["embedded"] == {
        ROOMS: member.get("rooms/", limit=500).body,
        opening: member.get(f"rooms/{hearth.id}/opening/", limit=50).body,
    }


def test_none_are_asked_for(hearth: Hearth) -> None:
    browser = browser_of(hearth.member.username)
    assert "embedded" not in browser.post("session/refresh/").body
    assert "embedded" not in refresh(browser).body


def test_a_room_of_others(hearth: Hearth) -> None:
    hearth.say("tea?")
    answer = refresh(browser_of(hearth.stranger.username), f"/api/rooms/{hearth.id}/opening/?limit=50", ROOMS)
    assert answer.status == 200
    assert list(answer.body["embedded"]) == [ROOMS]
    assert answer.body["embedded"][ROOMS]["results"] == []


@pytest.mark.parametrize(
    "path",
    ["/api/me/", "/api/session/", "/api/nothing/", "/admin/", "/", "", "//", "https://[", "/api/rooms/?cursor=x", "\0"],
)
def test_no_other_call(hearth: Hearth, path: str) -> None:
    answer = refresh(browser_of(hearth.member.username), path)
    assert answer.status in (200, 400)
    assert "embedded" not in answer.body


@pytest.mark.parametrize("paths", [[ROOMS] * 3, ["/" + "a" * 300], [7], [None], [[ROOMS]]])
def test_what_is_no_list_of_paths(hearth: Hearth, paths: list[str]) -> None:
    browser = browser_of(hearth.member.username)
    answer = refresh(browser, *paths)
    assert answer.status in (200, 400)
    assert "embedded" not in answer.body
    assert browser.post("session/refresh/").status == 200


def test_one_that_fails_costs_no_session(hearth: Hearth, caplog: pytest.LogCaptureFixture) -> None:
    browser = browser_of(hearth.member.username)
    with patch.object(selectors, "history", side_effect=ZeroDivisionError), caplog.at_level(logging.ERROR):
        answer = refresh(browser, f"/api/rooms/{hearth.id}/opening/", ROOMS)
    assert answer.status == 200
    assert list(answer.body["embedded"]) == [ROOMS]
    assert "an embedded read failed" in caplog.text
    assert browser.post("session/refresh/").status == 200


def test_nobody_is_signed_in(hearth: Hearth) -> None:
    answer = refresh(Api(), ROOMS)
    assert answer.status == 401
    assert "embedded" not in answer.body
