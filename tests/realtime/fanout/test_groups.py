"""Handing frames to listeners, without sockets."""

from typing import Any

import msgspec

from chat.socket.delivered_revs import DeliveredRevs
from realtime.fanout.group_names import EVENT_MARK
from realtime.fanout.groups import Groups
from realtime.fanout.writers import Batch


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
    groups.add(["a"], ear)
    groups.add(["b"], other)
    groups.distribute({"a": [b"{1}", b"{2}"]})
    assert (ear.calls, other.calls) == ([[b"{1}", b"{2}"]], [])


def test_frames_of_several_groups_are_one_call_too() -> None:
    groups, ear = Groups(), Ear()
    groups.add(["a"], ear)
    groups.add(["b"], ear)
    groups.distribute({"a": [b"{1}"], "b": [b"{2}"], "c": [b"{3}"]})
    assert ear.calls == [[b"{1}", b"{2}"]]


def test_events_go_to_the_consumer() -> None:
    groups, ear = Groups(), Ear()
    groups.add(["a"], ear)
    groups.distribute({"a": [b"{1}", EVENT_MARK + b'{"type": "membership.ended", "room": 1}', b"{2}"]})
    assert ear.calls == [[b"{1}", b"{2}"]]
    assert ear.events == [{"type": "membership.ended", "room": 1}]


def test_only_the_first_listener_and_the_last_change_what_is_served() -> None:
    groups, ear, other = Groups(), Ear(), Ear()
    assert groups.add(["a", "b"], ear) == ["a", "b"]
    assert groups.add(["a", "c"], other) == ["c"]
    assert groups.discard(["a", "b"], ear) == ["b"]
    assert groups.discard(["a", "b"], ear) == []
    assert groups.discard(["a", "c"], other) == ["a", "c"]
    assert groups.discard(["a", "c"], other) == []
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


def member(user: int, rev: int, role: str | None) -> bytes:
    return msgspec.json.encode({"type": "member", "room": 1, "rev": rev, "user": {"id": user}, "role": role})


class TestRemovals:
    """In the order of the frames, also of those that came together."""

    def of_two(self) -> tuple[Groups, Ear, Ear]:
        groups, removed, other = Groups(), Ear(), Ear()
        for user, ear in ((7, removed), (9, other)):
            groups.add([f"user.{user}"], ear)
            groups.add(["room.1"], ear)
        return groups, removed, other

    def test_nothing_after_the_end_comes_to_whoever_it_is_about(self) -> None:
        groups, removed, other = self.of_two()
        frames = [b"{1}", member(7, 2, None), b"{3}"]
        groups.distribute({"room.1": frames, "room.2": [b"{x}"]})
        groups.distribute({"room.1": [b"{4}"]})
        assert (removed.frames, removed.ends) == (frames[:2], [("room.1", 2)])
        assert (other.frames, other.ends) == ([*frames, b"{4}"], [])

    def test_who_comes_in_stays(self) -> None:
        groups, coming, _ = self.of_two()
        frames = [member(7, 2, "member"), b"{3}"]
        groups.distribute({"room.1": frames})
        assert (coming.frames, coming.ends) == (frames, [])

    def test_an_end_that_comes_after_they_came_back_ends_nothing(self) -> None:
        groups, back, _ = self.of_two()
        back.stale = 2
        frames = [member(7, 2, None), b"{3}"]
        groups.distribute({"room.1": frames})
        assert back.frames == frames

    def test_the_group_is_served_until_its_last_listener_says_that_it_is_gone(self) -> None:
        groups, removed, other = self.of_two()
        assert not groups.discard(["room.1"], other)
        groups.distribute({"room.1": [member(7, 2, None)]})
        assert "room.1" in groups
        assert groups.discard(["room.1"], removed)

    def test_of_what_was_recorded_only_that_before_the_end_is_theirs(self) -> None:
        groups = Groups()
        frames = [b"{1}", member(7, 2, None), b"{3}", member(9, 4, None)]
        with groups.recording() as recording:
            groups.distribute({"room.1": frames[:2]})
            groups.distribute({"room.1": frames[2:]})
            assert recording.for_person(7, ["room.1"], {}) == (frames[:2], {"room.1": 2})
            assert recording.for_person(7, ["room.1"], {"room.1": 2}) == (frames, {})
            assert recording.for_person(8, ["room.1"], {}) == (frames, {})
            back = [member(7, 5, "member"), b"{6}"]
            groups.distribute({"room.1": back})
            assert recording.for_person(7, ["room.1"], {}) == ([*frames[:2], *back], {})


class TestTold:
    def test_an_overtaken_change_leaves_a_gap_until_it_comes(self) -> None:
        told = DeliveredRevs(5)
        for me in (7, 8):
            told.add(me)
        assert (told.until, told.has_gap, 6 in told, 7 in told, 5 in told) == (5, True, False, True, True)
        told.add(6)
        assert (told.until, told.has_gap) == (8, False)
        told.add(10)
        told.up_to(12)
        assert (told.until, told.has_gap, 10 in told) == (12, False, True)
