"""Messages as the index holds them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chat.models import Message
from search.matching.segments import indexed, read, segments_in, segments_of
from search.matching.signatures import may_contain
from search.matching.terms import bits_of, bits_of_mark
from tests.support.cpu import cost

SENT = datetime(2026, 11, 1, 9, 30, 0, 123456, tzinfo=UTC)
PICTURE = ["0f", "Ｐｌａｎ.PNG", "image/png", "photo", 10, 640, 480, "", "", False, []]
DRAWING = ["1f", "logo.svg", "image/svg+xml", "file", 10, None, None, "", "", False, []]


def message(text: str = "第2会議室", **fields: Any) -> Message:
    return Message(**{"pk": 1, "room_id": 1, "seq": 1, "author_id": 12, "created_at": SENT, "text": text} | fields)


def test_a_segment_is_read_as_it_was_written() -> None:
    segment = read(*segments_of([message("ＷｉＦｉ\nの \x1e話", files=[PICTURE, DRAWING])]))
    assert segment is not None
    assert segment.sent_at == SENT
    assert segment.text == "wifi の 話"
    assert segment.body == "wifi の 話\x1dplan.png\x1dlogo.svg"


@pytest.mark.parametrize(
    ("fields", "marks"),
    [
        ({}, ["a12"]), ({"text": "見て https://example.org/を"}, ["a12", "link"]), ({"text": "12:30 a.b"}, ["a12"]),
        ({"mentions": [3, 45], "mentions_here": True}, ["a12", "m3", "m45", "m*"]), ({"files": [PICTURE]}, ["a12", "file", "image"]),
        ({"files": [DRAWING]}, ["a12", "file"]), ({"reactions": [{"emoji": "👍"}]}, ["a12", "reaction"]), ({"reactions": []}, ["a12"]),
        ({"pinned_at": SENT}, ["a12", "pin"]), ({"replies": {"count": 1}}, ["a12", "thread"]),
    ],
)  # fmt: skip
def test_marks_are_what_filters_ask_for(fields: dict[str, Any], marks: list[str]) -> None:
    [segment] = segments_of([message(**fields)])
    read_again = read(segment)
    assert read_again is not None
    assert read_again.marks.split() == marks
    assert all(read_again.has(mark) for mark in marks)
    assert not read_again.has("a1")


def test_a_deleted_message_has_nothing() -> None:
    assert segments_of([message(deleted_at=SENT), None]) == ["", ""]
    assert read("") is None


def test_a_chunk_has_a_segment_for_each_seq() -> None:
    messages = [message(), message("消した", deleted_at=SENT), None, message("wifi", files=[PICTURE])]
    chunk = indexed(messages)
    assert segments_in(chunk.text) == segments_of(messages)
    for word in ("会議", "wi", "plan"):
        assert may_contain(chunk.signature, bits_of(word))
    assert may_contain(chunk.signature, bits_of_mark("image"))
    assert not may_contain(chunk.signature, bits_of("消し"))
    assert not may_contain(chunk.signature, bits_of_mark("pin"))


def test_a_chunk_may_be_empty() -> None:
    assert segments_in(indexed([None, message(deleted_at=SENT)]).text) == ["", ""]
    assert segments_in(indexed([]).text) == []


def test_a_chunk_takes_little_time() -> None:
    """About 10 µs for each message; a send must not feel it. The bound leaves room for a slow machine."""
    japanese, english = (
        "明日の会議は三時から東京オフィスの会議室Bで行いますので、資料をご確認ください！",
        "Please check the draft of the report.",
    )
    messages = [message(f"{japanese if pk % 2 else english} {pk}", pk=pk) for pk in range(1, 129)]
    assert cost(lambda: indexed(messages)) < 128 * 60e-6
