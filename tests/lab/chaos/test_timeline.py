"""What a client shows of a room, whatever of it is lost, repeated or late, is what the server has in the end."""

from dataclasses import dataclass, field
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lab.chaos.checks.history import Diary, Row
from lab.chaos.checks.shown import Replay
from lab.chaos.clients.timeline import Timeline, rows_of
from lab.chaos.clients.wire import Json, row_of

ROOM, AUTHOR = 10, 1
CREATE = 0


@dataclass
class Server:
    """One room, and every change of it as it was told. A number above zero edits that message, where it is there already."""

    messages: dict[int, dict[str, Any]] = field(default_factory=dict)
    told: list[Json] = field(default_factory=list)

    def change(self, what: int) -> None:
        rev = len(self.told) + 1
        seq = what if what in self.messages else len(self.messages) + 1
        self.messages[seq] = message(seq, rev)
        self.told.append({"type": "message", "room": ROOM, "rev": rev, "message": self.messages[seq]})

    @property
    def rows(self) -> list[Row]:
        return rows_of(self.messages.values())

    def sync(self, base: int) -> Json:
        missed = [message for message in self.messages.values() if message["rev"] > base]
        return {"head": len(self.told), "messages": missed, "members": [], "complete": True}


def message(seq: int, rev: int) -> dict[str, Any]:
    author = {"id": AUTHOR}
    return {
        "author": author, "nonce": f"n{seq}", "seq": seq, "rev": rev, "text": f"{seq} as of {rev}", "deleted_at": None,
        "files": [],
    }  # fmt: skip


def server_after(changes: list[int]) -> Server:
    server = Server()
    for what in changes:
        server.change(what)
    return server


def catch_up(timeline: Timeline, server: Server) -> None:
    timeline.hear(len(server.told))
    if timeline.needs_sync:
        timeline.take_sync(timeline.have, server.sync(timeline.have))


def a_timeline(rev: int = 0) -> tuple[Timeline, Diary]:
    diary = Diary(AUTHOR, frozenset({ROOM}))
    return Timeline(ROOM, diary, rev), diary


def complaints(diary: Diary) -> list[str]:
    replay = Replay(diary.user, ROOM)
    return [str(violation) for entry in diary.entries for violation in replay.change(entry)]


@given(st.lists(st.integers(CREATE, 5), max_size=12), st.data())
def test_it_ends_as_the_server_is(changes: list[int], data: st.DataObject) -> None:
    server = server_after(changes)
    timeline, diary = a_timeline()
    timeline.load([], has_before=False)
    for told in data.draw(st.lists(st.sampled_from(server.told))) if server.told else []:
        timeline.receive(told)
        if data.draw(st.booleans()):
            catch_up(timeline, server)
    catch_up(timeline, server)
    assert timeline.screen.rows == server.rows
    assert not complaints(diary)


@given(st.lists(st.integers(CREATE, 5), min_size=1, max_size=12), st.data())
def test_what_comes_while_a_page_is_on_its_way_is_not_lost(changes: list[int], data: st.DataObject) -> None:
    """The page may be older or newer than the frames."""
    server = server_after(changes)
    at_hello = data.draw(st.integers(0, len(changes)))
    at_page = data.draw(st.integers(at_hello, len(changes)))
    timeline, diary = a_timeline(at_hello)
    before_page = data.draw(st.integers(at_hello, len(changes)))
    for told in server.told[at_hello:before_page]:
        timeline.receive(told)
    timeline.load(server_after(changes[:at_page]).rows, has_before=False)
    for told in server.told[before_page:]:
        timeline.receive(told)
    assert timeline.screen.rows == server.rows
    assert not complaints(diary)


def test_without_catching_up_a_gap_stays() -> None:
    server = server_after([CREATE, CREATE, CREATE])
    timeline, _ = a_timeline()
    timeline.load([], has_before=False)
    for told in (server.told[0], server.told[2]):
        timeline.receive_blindly(told)
    assert [row.seq for row in timeline.screen.rows] == [1, 3]


def test_what_waits_stands_below_and_makes_way() -> None:
    server = server_after([CREATE, CREATE])
    timeline, diary = a_timeline()
    timeline.load([], has_before=False)
    timeline.wait(Row(AUTHOR, "n2", None, 0, "mine"))
    for told in server.told:
        timeline.receive(told)
    assert timeline.screen.rows == server.rows
    assert not complaints(diary)


def test_a_reset_keeps_what_waits_and_asks_for_what_is_above() -> None:
    server = server_after([CREATE] * 60)
    timeline, diary = a_timeline()
    timeline.load([], has_before=False)
    timeline.receive(server.told[0])
    timeline.wait(Row(AUTHOR, "mine", None, 0, "mine"))
    newest = [row["message"] for row in server.told[-50:]]
    timeline.take_sync(1, {"head": 60, "reset": True, "messages": newest, "members": [], "complete": True})
    assert not timeline.is_whole
    timeline.extend(server.rows[:10], has_before=False)
    assert [row.seq for row in timeline.screen.rows] == [*range(1, 61), None]
    assert not complaints(diary)


def test_a_head_below_what_i_have_makes_me_ask_and_begin_again() -> None:
    timeline, _ = a_timeline()
    timeline.load([row_of(message(1, 1))], has_before=False)
    timeline.receive({"type": "message", "room": ROOM, "rev": 1, "message": message(1, 1)})
    timeline.hear(0)
    assert timeline.needs_sync
    timeline.take_sync(1, {"head": 0, "messages": [], "members": [], "complete": True})
    assert (timeline.have, timeline.loaded, timeline.screen.rows) == (0, False, [])
