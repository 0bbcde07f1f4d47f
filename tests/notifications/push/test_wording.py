"""What a device shows, by what its person wants it to show."""

import json
from typing import Any

import pytest

from accounts.models import User
from chat.models import Message, Room
from notifications.models import PushSubscription
from notifications.push.transport.encryption import MOST_TEXT_BYTES
from notifications.push.wording import text_of, topic_of


def a_message(text: str = "tea  is\nready", *, name: str = "Hanako", room: str = "Attic", **fields: Any) -> Message:
    kind = fields.pop("kind", Room.Kind.PRIVATE)
    author = User(pk=1, username="hanako", display_name=name)
    return Message(pk=7, seq=3, text=text, author=author, room=Room(pk=2, name=room, kind=kind), **fields)


def device(privacy: str = "text", language: str = "en", own_language: str = "") -> PushSubscription:
    user = User(pk=9, username="yuki", language=own_language)
    return PushSubscription(user=user, privacy=privacy, language=language, site="https://chat.example.org", auth="a")


def shown(message: Message, count: int = 1, **wishes: str) -> tuple[str, str]:
    notification = json.loads(text_of(device(**wishes), message, count))["notification"]
    return notification["title"], notification["body"]


@pytest.mark.parametrize(
    ("privacy", "kind", "count", "expected"),
    [
        ("text", "private", 1, ("Attic", "Hanako: tea is ready")),
        ("text", "private", 3, ("Attic (3)", "Hanako: tea is ready")),
        ("text", "direct", 1, ("Hanako", "tea is ready")),
        ("text", "direct", 2, ("Hanako (2)", "tea is ready")),
        ("sender", "private", 1, ("Hanako", "1 new message")),
        ("sender", "direct", 2, ("Hanako", "2 new messages")),
        ("nothing", "private", 1, ("Irori", "1 new message")),
        ("nothing", "direct", 2, ("Irori", "2 new messages")),
    ],
)
def test_the_levels(privacy: str, kind: str, count: int, expected: tuple[str, str]) -> None:
    assert shown(a_message(kind=kind), count, privacy=privacy) == expected


def test_marks_are_left_out() -> None:
    assert shown(a_message("**tea** is `ready`"), 1)[1] == "Hanako: tea is ready"


def test_nothing_is_nothing() -> None:
    """Neither beside the words."""
    text = text_of(device("nothing"), a_message(), 1).decode()
    assert not [word for word in ("tea", "Hanako", "hanako", "Attic") if word in text]


def test_languages() -> None:
    """The person's, or that of the device."""
    assert shown(a_message(), 2, privacy="nothing", language="ja") == ("Irori", "新着メッセージ 2 件")
    assert shown(a_message(), 2, privacy="nothing", language="en", own_language="ja")[1] == "新着メッセージ 2 件"
    assert shown(a_message(""), language="ja")[1] == "Hanako: ファイル"


def test_a_name_from_right_to_left_turns_nothing_around() -> None:
    assert shown(a_message(name="דנה", room="בית"), 2) == ("\u2068בית\u2069 (2)", "\u2068דנה\u2069: tea is ready")


def test_the_longest_still_goes_into_a_push() -> None:
    message = a_message("🍵" * 10_000, name="🍵" * 150, room="🍵" * 100, thread_id=10**18)
    text = text_of(device(), message, 10**6)
    assert len(text) <= MOST_TEXT_BYTES
    assert json.loads(text)["notification"]["body"].endswith("…")


def test_it_says_for_whom_it_is_and_what_can_be_done() -> None:
    data = json.loads(text_of(device(), a_message(thread_id=5), 2))["notification"]["data"]
    said = {"user": 9, "room": 2, "seq": 3, "thread": 5, "count": 2}
    assert data == {**said, "read": "Mark as read", "reply": "Reply", "unsent": "Not sent"}
    unseen = json.loads(text_of(device("nothing"), a_message(), 1))["notification"]["data"]
    assert "reply" not in unseen


def test_it_leads_to_the_message() -> None:
    navigate = [
        json.loads(text_of(device(), each, 1))["notification"]["navigate"]
        for each in (a_message(), a_message(thread_id=5))
    ]
    assert navigate == ["https://chat.example.org/rooms/2/3", "https://chat.example.org/rooms/2/3?thread=5"]


def test_a_topic_says_nothing_and_is_one_for_a_room() -> None:
    topics = {topic_of(device(), room) for room in (1, 1, 2)}
    assert len(topics) == 2
    assert all(len(topic) == 32 and topic.replace("-", "").replace("_", "").isalnum() for topic in topics)
