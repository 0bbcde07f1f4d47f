"""A client's own state by the rule of own revs: list of rooms, read markers, preferences, drafts, profile.

When a server sends no own revs, each frame and hello applies as it comes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lab.chaos.checks.history import Diary, Drafted, Named, Place, Stands, now
from lab.chaos.clients.wire import Json
from lab.chaos.inboxes.entries import Badge
from lab.chaos.world.database import Own

FRAMES = frozenset({"room.joined", "room.left", "room.mine", "read", "draft", "user", "inbox"})


@dataclass
class RoomList:
    """Callbacks for changes of the list of rooms."""

    opened: Callable[[int, int], None]
    """Called with the room's id and rev."""
    closed: Callable[[int], None]


@dataclass
class OwnState:
    diary: Diary
    rooms: RoomList
    have: int | None = None
    """The known own rev; None before the first one, and always when the server sends none."""
    head: int = 0
    places: dict[int, Place] = field(default_factory=dict)
    drafts: dict[tuple[int, int | None], tuple[str, str]] = field(default_factory=dict)
    """The text, and when it was written."""
    name: tuple[str, str] = ("", "")
    needs_badge: bool = False
    """Whether the number of unread items has to be asked for."""
    _badge_rev: int = 0
    _read_revs: dict[int, int] = field(default_factory=dict)
    _ahead: dict[int, Json] = field(default_factory=dict)

    @property
    def seen(self) -> Own:
        return Own(self.places, {key: text for key, (text, _) in self.drafts.items() if text}, self.name)

    @property
    def needs_sync(self) -> bool:
        return self.have is not None and self.head > self.have

    # -- From the server

    def greet(self, hello: Json, *, is_new_history: bool) -> bool:
        """Apply a hello. Returns whether the drafts have to be loaded, because a hello has none."""
        self.needs_badge = True
        rev = hello.get("me")
        if rev is not None and self.have is not None and not is_new_history:
            self.hear(rev)
            return False
        self.forget()
        self.have, self.head = rev, rev or 0
        self._take_profile(hello["user"])
        self._take_list(hello["rooms"], is_all=hello["complete"])
        return True

    def forget(self) -> None:
        self.have, self.head, self._badge_rev = None, 0, 0
        self._read_revs.clear()
        self._ahead.clear()

    def hear(self, head: int | None) -> None:
        if head is not None:
            self.head = max(self.head, head)

    def receive(self, frame: Json) -> None:
        """Apply the next own rev, drop an old one, keep a later one until the missing ones have come."""
        rev = frame.get("me")
        if frame["type"] in ("read", "user") and _person(frame) != self.diary.user:
            return
        if self.have is None:
            self._apply(frame)
        elif rev is not None and rev > self.have:
            self._ahead[rev] = frame
            self.hear(rev)
            self._drain()

    def take_sync(self, asked: int, part: Json) -> None:
        """Apply an answer: all own state above the rev `asked`, in its present state."""
        if self.have is None or self.have > part["head"]:
            return
        # Of the inbox a sync has nothing.
        self.needs_badge = True
        if profile := part.get("user"):
            self._take_profile(profile)
        for room in part["gone"]:
            self._leave(room)
        for summary in part["rooms"]:
            self._enter(summary)
        for draft in part["drafts"]:
            self._take_draft(draft)
        self.have = part["head"]
        self._drain()

    def take_drafts(self, known: Mapping[tuple[int, int | None], tuple[str, str]], drafts: list[Json]) -> None:
        """Apply a list of all drafts. `known`: the drafts when the list was requested."""
        for draft in drafts:
            self._take_draft(draft)
        there = {(draft["room"], draft["thread"]) for draft in drafts}
        for key in known.keys() - there:
            if self.drafts.get(key) == known[key]:
                self._show_draft(key, "", known[key][1])

    def take_badge(self, answer: Json) -> None:
        """Apply an answer to the question for unread items. It may have been given before the last frame."""
        if answer["me"] < self._badge_rev:
            self.needs_badge = True
        else:
            self._show_badge(answer)

    def _drain(self) -> None:
        while self.have is not None and (frame := self._ahead.pop(self.have + 1, None)):
            self.have += 1
            self._apply(frame)
        self._ahead = {rev: frame for rev, frame in self._ahead.items() if rev > (self.have or 0)}

    # -- Applying changes

    def _apply(self, frame: Json) -> None:
        match frame["type"]:
            case "room.joined":
                self._enter(frame["summary"])
            case "room.left":
                self._leave(frame["room"])
            case "room.mine":
                adder = frame["added_by"] and frame["added_by"]["id"]
                wishes = {name: frame[name] for name in ("notify", "muted", "favourite")}
                self._change(frame["room"], added_by=adder, **wishes)
            case "read":
                self._read(frame["room"], frame["seq"], frame.get("rev"))
            case "draft":
                self._take_draft(frame)
            case "user":
                self._take_profile(frame["user"])
            case "inbox":
                self._show_badge(frame)

    def _show_badge(self, told: Json) -> None:
        self._badge_rev = told["me"]
        self.diary.note(Badge(now(), 0, told["unread"]))

    def _take_list(self, summaries: list[Json], *, is_all: bool) -> None:
        for summary in summaries:
            self._enter(summary)
        if is_all:
            for room in self.places.keys() - {summary["id"] for summary in summaries}:
                self._leave(room)

    def _enter(self, summary: Json) -> None:
        adder = summary["added_by"] and summary["added_by"]["id"]
        room, wishes = summary["id"], (summary["notify"], summary["muted"], summary["favourite"])
        self._read_revs[room] = summary.get("read_rev") or 0
        self.needs_badge = True
        self._show(room, Place(summary["last_read_seq"], *wishes, adder))
        self.rooms.opened(room, summary["rev"])

    def _leave(self, room: int) -> None:
        if self.places.pop(room, None):
            self.needs_badge = True
            self.diary.note(Stands(now(), room, None))
        self.rooms.closed(room)

    def _read(self, room: int, seq: int, rev: int | None) -> None:
        """Order a marker by its rev. Without a rev it only moves forward."""
        if (place := self.places.get(room)) is None:
            return
        newer = seq > place.last_read_seq if rev is None else rev > self._read_revs.get(room, 0)
        if newer:
            self._read_revs[room] = rev or 0
            self.needs_badge = True
            self._change(room, last_read_seq=seq)

    def _change(self, room: int, **fields: Any) -> None:
        if place := self.places.get(room):
            self._show(room, replace(place, **fields))

    def _show(self, room: int, place: Place) -> None:
        self.places[room] = place
        self.diary.note(Stands(now(), room, place))

    def _take_draft(self, draft: Json) -> None:
        key = draft["room"], draft["thread"]
        if draft["at"] >= self.drafts.get(key, ("", ""))[1]:
            self._show_draft(key, draft["text"], draft["at"])

    def _show_draft(self, key: tuple[int, int | None], text: str, at: str) -> None:
        self.drafts[key] = (text, at)
        self.diary.note(Drafted(now(), key[0], key[1], text))

    def _take_profile(self, user: Json) -> None:
        status = user["status"] or {"emoji": "", "text": ""}
        self.name = (user["display_name"], f"{status['emoji']} {status['text']}".strip())
        self.diary.note(Named(now(), 0, *self.name))


def _person(frame: Json) -> int:
    return int(frame["user"] if frame["type"] == "read" else frame["user"]["id"])
