"""A text is looked at only once its length is known to be one of a message."""

import uuid
from collections.abc import Callable

import pytest
from django.utils import timezone

from chat.mentions import MOST_NAMES
from chat.models.message import TEXT_LENGTH
from chat.services.messages import editing, sending
from chat.services.messages.storing import NewMessage, Outcome, Sent, send_together
from chat.services.messages.texts import checked
from chat.services.personal import drafts
from core.problems import Problem
from tests.chat.hearth import Hearth
from tests.support.cpu import assert_linear, cost

pytestmark = pytest.mark.django_db

MARKS = "\u0315\u0300\u0f73"
# As long as the largest frame, and twice as long.
FRAME = 64 * 1024


@pytest.fixture
def send(hearth: Hearth) -> Callable[..., list[Outcome]]:
    def together(*texts: str) -> list[Outcome]:
        return send_together([NewMessage(hearth.member, hearth.id, uuid.uuid4(), text) for text in texts])

    return together


def codes(outcomes: list[Outcome]) -> list[str]:
    return [outcome.code if isinstance(outcome, Problem) else "sent" for outcome in outcomes]


@pytest.mark.parametrize("piece", ["x", MARKS, "@a", "@", "`", "~~~\n", "\ud800"])
def test_a_text_that_is_too_long_is_refused_at_once(send: Callable[..., list[Outcome]], piece: str) -> None:
    def outcome(size: int) -> None:
        assert codes(send(("@a" + piece * size)[:size])) == ["text_too_long"]

    assert_linear(outcome, FRAME)


def test_it_is_the_outcome_of_its_message_alone(send: Callable[..., list[Outcome]]) -> None:
    texts = ["@kenji tea?", "@kenji " + "x" * TEXT_LENGTH, " ", "@hanako too"]
    outcomes = send(*texts)
    assert codes(outcomes) == ["sent", "text_too_long", "text_empty", "sent"]
    assert [len(each.message.mentions or []) for each in outcomes if isinstance(each, Sent)] == [1, 1]


@pytest.mark.parametrize("piece", ["x", MARKS, "@a"])
def test_editing_and_drafts_refuse_it_as_soon(hearth: Hearth, piece: str) -> None:
    sent = sending.send(NewMessage(by=hearth.member, room_id=hearth.id, nonce=uuid.uuid4(), text="Tea?")).message

    def refused(change: Callable[[str], object], size: int) -> None:
        with pytest.raises(Problem, match="text_too_long"):
            change("@a" + piece * size)

    for change in (
        lambda text: editing.edit(by=hearth.member, message_id=sent.pk, text=text),
        lambda text: drafts.keep(by=hearth.member, room_id=hearth.id, text=text, at=timezone.now()),
    ):
        assert_linear(lambda size, change=change: refused(change, size), FRAME)  # type: ignore[misc]


@pytest.mark.parametrize("piece", [MARKS, "@a\u0301", "e\u0301@", "@" + "\ufdfa" * 3, "@" + "花" * 40])
def test_the_longest_text_costs_little_to_send(send: Callable[..., list[Outcome]], piece: str) -> None:
    text = ("@a" + piece * TEXT_LENGTH)[:TEXT_LENGTH]
    assert codes(send(text)) == ["sent"]
    assert cost(lambda: send(text)) < 0.05


def test_a_batch_may_name_more_people_than_a_query_takes_values(send: Callable[..., list[Outcome]]) -> None:
    texts = [" ".join(f"@n{turn}x{number}" for number in range(MOST_NAMES - 1)) for turn in range(200)]
    assert set(codes(send(*texts))) == {"sent"}


@pytest.mark.parametrize(
    "text", ["x" * TEXT_LENGTH, "x" * TEXT_LENGTH + "\0" * TEXT_LENGTH, "\0x\0", "花" * TEXT_LENGTH]
)
def test_what_is_not_stored_does_not_count(text: str) -> None:
    assert checked(text) == text.replace("\0", "")


def test_a_lone_surrogate_is_stored_as_a_question_mark() -> None:
    assert checked("tea \ud800") == "tea ?"
