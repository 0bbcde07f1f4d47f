"""The site inside the test process: its people as rows, its API through Django's test client, and many threads at once."""

import json
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from typing import Any, NamedTuple, TypeVar

from django.db import connections
from django.test import Client

from accounts.models import User
from accounts.services import sessions
from tests.support import protocol_document

R = TypeVar("R")

PASSWORD = "warm hands by the fire"


def a_user(username: str, **fields: Any) -> User:
    fields.setdefault("email", f"{username}@example.org")
    return User.objects.create_user(username, password=PASSWORD, **fields)


class Answer(NamedTuple):
    status: int
    body: Any
    headers: Mapping[str, str]
    cookies: SimpleCookie

    @property
    def refusal(self) -> tuple[int, str]:
        assert self.status >= 400, f"not refused: {self.status} {self.body}"
        return self.status, self.body["code"]

    @property
    def fields(self) -> Any:
        """What is wrong with which field, of a refused form."""
        assert self.refusal == (400, "invalid")
        return self.body["fields"]


class Api:
    """Calls the API as one person on one device, or as nobody. Every refusal is held against the contract."""

    def __init__(self, user: User | None = None) -> None:
        self.tokens = sessions.begin(user) if user else None
        self.client = Client(headers={"Authorization": f"Bearer {self.tokens.access}"} if self.tokens else None)

    def get(self, path: str, /, **query: Any) -> Answer:
        return _answer(self.client.get(f"/api/{path}", query))

    def post(self, path: str, body: Any = None, /, headers: Mapping[str, str] | None = None) -> Answer:
        return self.call("POST", path, body, headers)

    def put(self, path: str, body: Any = None) -> Answer:
        return self.call("PUT", path, body)

    def patch(self, path: str, body: Any) -> Answer:
        return self.call("PATCH", path, body)

    def delete(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self.call("DELETE", path, headers=headers)

    def call(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Answer:
        """`body` is sent as JSON, or as it is when it is bytes already."""
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        content_type = "application/json"
        return _answer(self.client.generic(method, f"/api/{path}", data, content_type=content_type, headers=headers))


def _answer(response: Any) -> Answer:
    is_json = response.headers.get("Content-Type", "").startswith("application/json")
    body = json.loads(response.content) if is_json and response.content else response.content
    answer = Answer(response.status_code, body, response.headers, response.cookies)
    if answer.status >= 400:
        _expect_documented(answer)
    return answer


def _expect_documented(answer: Answer) -> None:
    assert protocol_document.errors()[answer.body["code"]] == answer.status, answer
    assert answer.body["detail"], answer
    codes = {code for codes in answer.body.get("fields", {}).values() for code in codes}
    assert codes <= protocol_document.field_codes(), answer


def at_once(*calls: Callable[[], R]) -> list[R]:
    """What these return when all begin together, each in a thread with database connections of its own."""
    barrier = threading.Barrier(len(calls))

    def run(call: Callable[[], R]) -> R:
        barrier.wait()
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))
