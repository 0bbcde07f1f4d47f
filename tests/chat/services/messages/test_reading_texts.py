"""A long text is read for its mentions only where its author may write: reading takes up to 24 ms."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from chat import mentions
from chat.markdown import words
from chat.mentions import QUICKLY_READ
from chat.models.message import TEXT_LENGTH
from chat.services.messages import batch_statements, editing
from chat.services.messages.storing import NewMessage, Sent, send_together
from chat.services.rooms import joining
from core.problems import Problem
from tests.chat.hearth import Hearth

pytestmark = pytest.mark.django_db

HOSTILE = ("@kenji " + "[a](((" + "a" * 60) * 200
HOSTILE = HOSTILE[:TEXT_LENGTH]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were read for mentions."""
    texts: list[str] = []

    def noting(text: str) -> str:
        texts.append(text)
        return words(text)

    monkeypatch.setattr(mentions, "words", noting)
    return texts


def new(hearth: Hearth, author: User, text: str = HOSTILE) -> NewMessage:
    return NewMessage(author, hearth.id, uuid.uuid4(), text)


@pytest.mark.parametrize("kind", ["stranger", "former"])
def test_a_message_by_somebody_outside_is_refused_unread(hearth: Hearth, read: list[str], kind: str) -> None:
    (outcome,) = send_together([new(hearth, hearth.person(kind))])
    assert isinstance(outcome, Problem)
    assert outcome.code == "not_found"
    assert read == []


def test_messages_of_members_are_read_beside_it(hearth: Hearth, read: list[str]) -> None:
    text = f"@kenji {'a' * QUICKLY_READ}"
    outcomes = send_together([new(hearth, hearth.stranger), new(hearth, hearth.member, text)])
    assert isinstance(outcomes[1], Sent)
    assert outcomes[1].message.mentions == [hearth.moderator.pk]
    assert read == [text]


def test_a_short_text_takes_no_query_more(hearth: Hearth) -> None:
    def queries(text: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            send_together([new(hearth, hearth.member, text)])
        return len(asked)

    plain = queries("a @kenji")
    assert queries(f"@kenji {'a' * 100}") == plain
    assert queries(f"@kenji {'a' * QUICKLY_READ}") == plain + 1


def test_who_joins_meanwhile_mentions(hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
    standings = batch_statements.standings

    def before_joining(places: Any) -> Any:
        found = standings(places)
        if not joined:
            joining.join(by=hearth.stranger, room_id=hearth.id)
            joined.append(True)
        return found

    joined: list[bool] = []
    monkeypatch.setattr(batch_statements, "standings", before_joining)
    (outcome,) = send_together([new(hearth, hearth.stranger, f"@kenji {'a' * QUICKLY_READ}")])
    assert isinstance(outcome, Sent)
    assert outcome.message.mentions == [hearth.moderator.pk]


@pytest.mark.parametrize(("kind", "code"), [("stranger", "not_found"), ("member", "forbidden")])
def test_an_edit_by_somebody_else_is_refused_unread(hearth: Hearth, read: list[str], kind: str, code: str) -> None:
    message = hearth.say()
    with pytest.raises(Problem) as refused:
        editing.edit(by=hearth.person(kind), message_id=message.pk, text=HOSTILE)
    assert refused.value.code == code
    assert read == []
