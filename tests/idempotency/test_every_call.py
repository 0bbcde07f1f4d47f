"""Every call that changes something, sent twice as if the first answer had been lost: the same success, and one effect."""

import uuid
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.urls import get_resolver
from pytest_django import Settings

from tests.idempotency.file_calls import FILE_CALLS
from tests.idempotency.inbox_calls import INBOX_CALLS
from tests.idempotency.moderation_calls import MODERATION_CALLS
from tests.idempotency.push_calls import PUSH_CALLS
from tests.idempotency.scene import CALLS as OTHER_CALLS
from tests.idempotency.scene import Scene, Sent, stored
from tests.idempotency.table import described, reasons
from tests.support.in_process import Answer, Api
from tests.support.protocol_document import Call
from tests.support.routes import calls_of

CALLS = {**OTHER_CALLS, **FILE_CALLS, **MODERATION_CALLS, **INBOX_CALLS, **PUSH_CALLS}
# New each time, and good for the same.
TOKENS = ("access", "refresh", "ticket")
# What is made already is answered with 200.
FOUND = {
    "POST /api/direct/": (201, 200),
    "POST /api/rooms/{}/messages/": (201, 200),
    "POST /api/reports/": (201, 200),
    "POST /api/rooms/{}/rules/": (201, 200),
}


def test_the_table_holds_every_call_that_is_no_get() -> None:
    known = {call for call in calls_of(get_resolver().url_patterns) if call.method != "GET" and "/api/" in call.path}
    assert reasons().keys() == known
    assert {Call(*call.split(" ")) for call in CALLS} == known


def test_every_reason_is_explained_and_given() -> None:
    assert set(reasons().values()) == described()


class Client:
    """Sends a call as it did before: also its cookies are those of before, since no answer has arrived."""

    def __init__(self, sent: Sent, api: Api) -> None:
        self.sent, self.api = sent, api
        self.cookies = api.client.cookies.output()
        self.headers = {"Idempotency-Key": str(uuid.uuid4()), **sent.headers}

    def send(self, method: str) -> Answer:
        self.api.client.cookies = SimpleCookie(self.cookies.replace("Set-Cookie: ", ""))
        return self.api.call(method, self.sent.path, self.sent.body, self.headers)


@pytest.mark.django_db
@pytest.mark.parametrize("call", CALLS)
def test_twice_is_once(call: str, settings: Settings) -> None:
    method, reason = call.split(" ")[0], reasons()[Call(*call.split(" "))]
    # Some ask for nothing but a letter.
    settings.SENDS_MAIL = reason == "nothing"
    scene = Scene()
    sent = CALLS[call](scene)
    client = Client(sent, sent.api or scene.api)
    before = stored()
    first = client.send(method)
    assert first.status in (200, 201, 202, 204), first
    once = stored()
    if reason != "nothing":
        assert once != before, "it changed nothing, so that this shows nothing"
    second = client.send(method)
    if reason == "offset":
        assert second.refusal == (409, "upload_conflict")
        assert stored() == once
        return
    assert second.status < 400, second.body
    assert (first.status, second.status) == FOUND.get(call, (first.status, first.status))
    assert untokened(second.body) == untokened(first.body)
    assert stored() == once


def untokened(body: Any) -> Any:
    return {name: value for name, value in body.items() if name not in TOKENS} if isinstance(body, dict) else body
