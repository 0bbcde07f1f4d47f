"""Handing frames to listeners, without sockets."""

from typing import Any

from chat.realtime.group_names import EVENT_MARK
from chat.realtime.groups import Batch, Groups


class Ear:
    """Keeps what it hears, a list for each call."""

    def __init__(self) -> None:
        self.calls: list[list[bytes]] = []
        self.events: list[dict[str, Any]] = []
        self.ends: list[tuple[str, int]] = []
        self.stale = 0

    @property
    def frames(self) -> list[bytes]:
        return [frame for call in self.calls for frame in call]

    def hear(self, batch: Batch) -> None:
        self.calls.append(batch.texts)

    def notice(self, event: dict[str, Any]) -> None:
        self.events.append(event)

    def put_out(self, group: str, rev: int) -> bool:
        self.ends.append((group, rev))
        return rev != self.stale


def test_frames_of_one_group_are_one_call() -> None:
    groups, ear, other = Groups(), Ear(), Ear()
    groups.add("a", ear)
    groups.add("b", other)
    groups.distribute({"a": [b"{1}", b"{2}"]})
    assert (ear.calls, other.calls) == ([[b"{1}", b"{2}"]], [])


def test_frames_of_several_groups_are_one_call_too() -> None:
    groups, ear = Groups(), Ear()
    groups.add("a", ear)
    groups.add("b", ear)
    groups.distribute({"a": [b"{1}"], "b": [b"{2}"], "c": [b"{3}"]})
    assert ear.calls == [[b"{1}", b"{2}"]]


def test_events_go_to_the_consumer() -> None:
    groups, ear = Groups(), Ear()
    groups.add("a", ear)
    groups.distribute({"a": [b"{1}", EVENT_MARK + b'{"type": "membership.ended", "room": 1}', b"{2}"]})
    assert ear.calls == [[b"{1}", b"{2}"]]
    assert ear.events == [{"type": "membership.ended", "room": 1}]


def test_only_the_first_listener_and_the_last_change_what_is_served() -> None:
    groups, ear, other = Groups(), Ear(), Ear()
    assert groups.add("a", ear)
    assert not groups.add("a", other)
    assert not groups.discard("a", ear)
    assert not groups.discard("a", ear)
    assert groups.discard("a", other)
    assert not groups.discard("a", other)
    groups.distribute({"a": [b"{1}"]})
    assert ear.calls == other.calls == []


def test_a_recording_holds_what_came_since_it_began_for_the_groups_asked() -> None:
    groups = Groups()
    groups.distribute({"a": [b"{0}"]})
    with groups.recording() as first:
        groups.distribute({"a": [b"{1}"], "b": [b"{x}"]})
        with groups.recording() as second:
            groups.distribute({"a": [b"{2}", EVENT_MARK + b"{}"]})
            assert second.of(["a"]) == [b"{2}"]
        groups.distribute({"a": [b"{3}"]})
        assert first.of(["a"]) == [b"{1}", b"{2}", b"{3}"]
    with groups.recording() as third:
        assert third.of(["a", "b"]) == []


def test_nothing_is_kept_when_nobody_records() -> None:
    groups = Groups()
    with groups.recording():
        groups.distribute({"a": [b"{1}"]})
    groups.distribute({"a": [b"{2}"]})
    assert groups._recent.arrived == []
