"""Somebody whom nothing keeps from asking the server for more, inside the test process."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, NamedTuple

from django.db import transaction
from django.test import Client

from accounts.services import invitations, sessions
from chat.models import MessageFile
from chat.services.personal import sections
from files.services import uploads
from moderation.services import reporting
from tests.chat.api.every_call.test_outsiders import Furnished
from tests.hostile.calls import RestCall
from tests.hostile.cost import MOST_BYTES, memory, too_costly
from tests.idempotency.push_calls import subscribed
from tests.moderation.ruled import hold, rule


class Sent(NamedTuple):
    """What is sent with a call; `path` overrides ids of what there is."""

    body: bytes = b""
    query: Mapping[str, str] = {}
    path: Mapping[str, str] = {}
    content_type: str = "application/json"


def _report(furnished: Furnished) -> int:
    """The id of a report that the owner decides."""
    said = furnished.say("cold tea", furnished.member)
    return reporting.report(by=furnished.moderator, reason="abuse", message=said.pk).report.pk


class Caller:
    """An administrator with a room that has one of everything. What a call changes is undone, so that each finds the same.

    What goes wrong is written down, so that a test tells of all of it.
    """

    def __init__(self) -> None:
        furnished = Furnished()
        self.owner = furnished.owner
        self.owner.is_staff = self.owner.is_superuser = True
        self.owner.save()
        begun = sessions.begin(self.owner)
        self.client = Client(headers={"Authorization": f"Bearer {begun.access}"}, raise_request_exception=False)
        self.known: Mapping[str, Any] = {
            "room_id": furnished.id,
            "message_id": furnished.message.pk,
            "user_id": furnished.member.pk,
            "session_id": sessions.begin(self.owner).session.pk,
            "section_id": sections.create(by=self.owner, name="Work").pk,
            "token": furnished.token,
            "emoji": "🍵",
            "invitation_id": invitations.invite(by=self.owner).pk,
            "rule_id": rule(furnished).pk,
            "held_id": hold(furnished).id,
            "file_id": MessageFile.objects.get(message=furnished.message).file_id,
            "report_id": _report(furnished),
            "subscription_id": subscribed(begun.session).pk,
            "upload_id": uploads.begin(by=self.owner, size=5, name="tea.png", kind="photo", alt="").pk,
        }
        self.wrong: list[str] = []

    def send(self, call: RestCall, sent: Sent) -> None:
        """Raises AssertionError for an answer that is a fault of ours."""
        path = call.address({**self.known, **sent.path}, sent.query)
        with undone():
            answer: Any = self.client.generic(call.method, path, sent.body, content_type=sent.content_type)
            content = b"" if answer.streaming else answer.content
        assert answer.status_code < 500, f"{answer.status_code}: {content[:200]!r}"
        if answer.status_code >= 400 and call.path.startswith("/api/"):
            assert json.loads(content)["code"], content

    def expect_answer(self, call: RestCall, what: str, sent: Sent) -> None:
        try:
            self.send(call, sent)
        except AssertionError as error:
            self.wrong.append(f"{call} with {what}: {error}")

    def expect_cheap(self, call: RestCall, what: str, whole: Sent, half: Sent) -> None:
        try:
            wrong = too_costly(partial(self.send, call, whole), partial(self.send, call, half))
        except AssertionError as error:
            wrong = str(error)
        if wrong:
            self.wrong.append(f"{call} with {what}: {wrong}")

    def expect_small(self, call: RestCall, what: str, sent: Sent) -> None:
        if (most := memory(partial(self.send, call, sent))) > MOST_BYTES:
            self.wrong.append(f"{call} with {what}: {most:,} bytes")


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)
