"""People who say random things in rooms."""

import random
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from chat.models import Message
from chat.services.messages import editing, pins, reactions
from chat.services.messages.storing import NewMessage, Sent, send_together
from chat.services.personal import reading
from chat.services.rooms import direct, rooms
from core.text.search_fold import search_fold
from search.matching.words import Word
from search.query.parsed import Query
from tests.files.a_file import a_file
from tests.support.in_process import a_user

Item = TypeVar("Item")

LATIN = [
    "wifi",
    "WiFi",
    "Émile",
    "emile",
    "foo_bar.baz",
    "https://example.org/path?q=1",
    "don't",
    "re-use",
    "x",
    "naïve",
]
JAPANESE = [
    "会議",
    "会議室",
    "東京",
    "ガ",
    "か\u3099",
    "ｶﾅ",
    "カナ",
    "髙橋",
    "高橋",
    "、",
    "です",
    "の",
    "第一",
    "ー",
    "々",
]
OTHERS = [
    "안녕하세요",
    "你好",
    "привет",
    "ёлка",
    "🍵",
    "👍🏽",
    "❤️",
    "42",
    "２０２６",
    "-",
    '"',
    "  ",
    "\n",
    "()",
    "#42",
    "İ",
]
PIECES = [*LATIN, *JAPANESE, *OTHERS]
FILES = ["報告書.pdf", "Kettle_final-2.webp", "会議.xlsx"]
HAS = ["link", "file", "image", "reaction", "pin", "thread"]
BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
AT_ONCE = 50


class Talk:
    """yuki searches. She is in two rooms and a direct room, and not in the fourth room, in which others are."""

    def __init__(self, random: random.Random) -> None:
        self.random, self.now = random, BEGIN
        self.owner, self.friend, self.searcher = (a_user(name) for name in ("hanako", "kenji", "yuki"))
        self.people = [self.owner, self.friend, self.searcher]
        ids = [person.pk for person in self.people]
        self.rooms = [rooms.create(owner=self.owner, name=name, members=ids).pk for name in ("会議", "Kitchen")]
        self.direct = direct.open_direct(by=self.owner, others=[self.searcher.pk]).room.pk
        self.others = rooms.create(owner=self.owner, name="Attic", members=[self.friend.pk]).pk

    def go_on(self, count: int) -> None:
        """So many messages more, most of them in the searcher's rooms."""
        for some in range(0, count, AT_ONCE):
            sent = send_together([self._new() for _ in range(min(AT_ONCE, count - some))])
            for message in (one.message for one in sent if isinstance(one, Sent)):
                # Some at the same moment.
                self.now += timedelta(minutes=self.random.choice([0, 0, 1, 300]))
                Message.objects.filter(pk=message.pk).update(created_at=self.now)
        for room in self.rooms:
            seq = self.random.randint(1, Message.objects.filter(room=room).count())
            reading.advance(by=self.searcher, room_id=room, seq=seq)

    def change(self, count: int) -> None:
        """Edits, deletions, reactions and pins of so many messages."""
        messages = list(Message.objects.filter(deleted_at=None).select_related("author"))
        for message in self.random.sample(messages, min(count, len(messages))):
            what = self.random.choice(["edit", "delete", "react", "pin"])
            if what == "edit":
                editing.edit(by=message.author, message_id=message.pk, text=self._text())
            elif what == "delete":
                editing.delete_mine(by=message.author, message_id=message.pk)
            elif what == "react":
                reactions.add(by=message.author, message_id=message.pk, emoji="🍵")
            elif Message.objects.filter(room=message.room_id, pinned_at__isnull=False).count() < 50:
                pins.pin(by=self.owner, message_id=message.pk)

    def query(self) -> Query:
        """Words out of what is said, some of them cut, and at times filters."""
        words = tuple(self._word() for _ in range(self.random.choice([0, 1, 1, 1, 2])))
        filters = self._filters() if not words or self.random.random() < 0.3 else {}
        excluded = (self._word(),) if self.random.random() < 0.1 else ()
        return Query(words=words, excluded=excluded, **filters)  # type: ignore[arg-type]

    def _new(self) -> NewMessage:
        room = self.random.choice([*self.rooms, *self.rooms, self.direct, self.others])
        people = {self.direct: [self.owner, self.searcher], self.others: [self.owner, self.friend]}
        author = self.random.choice(people.get(room, self.people))
        carried = self.random.random() < 0.1
        files = (a_file(author, self.random.choice(FILES)).pk,) if carried else ()
        begun = Message.objects.filter(room=room, thread=None, deleted_at=None).order_by("pk")
        ids = list(begun.values_list("pk", flat=True)) if self.random.random() < 0.1 else []
        thread = self.random.choice(ids) if ids else None
        return NewMessage(author, room, uuid.uuid4(), self._text(), thread=thread, files=files)

    def _text(self) -> str:
        pieces = self.random.choices([*PIECES, "@yuki", "@here"], k=self.random.randint(1, 8))
        joined = "".join(piece + self.random.choice(["", " ", "。"]) for piece in pieces)
        return f"{joined}." if joined.isspace() else joined

    def _word(self) -> Word:
        text = search_fold("".join(self.random.choices(PIECES, k=self.random.choice([1, 1, 2]))))
        start = self.random.randint(0, max(len(text) - 1, 0)) if self.random.random() < 0.3 else 0
        end = self.random.randint(start + 1, len(text)) if text and self.random.random() < 0.3 else len(text)
        return Word(text[start:end].strip() or "x", self.random.random() < 0.2)

    def _filters(self) -> dict[str, object]:
        since = BEGIN + timedelta(days=self.random.randint(0, 20))
        possible: list[dict[str, object]] = [
            {"authors": (self.random.choice(["hanako", "kenji", "yuki", "me"]),)},
            {"authors": ("kenji", "me")},
            {"rooms": (self.random.choice(["会議", "kitchen", "attic"]),)},
            {"people": ("hanako",)},
            {"has": frozenset({self.random.choice(HAS)})},
            {"mentions_me": True},
            {"is_unread": True},
            {"since": since},
            {"until": since},
            {"since": since, "until": since + timedelta(days=1)},
        ]
        return {name: value for some in self._some(possible) for name, value in some.items()}

    def _some(self, items: Sequence[Item]) -> list[Item]:
        return self.random.sample(items, self.random.choice([1, 1, 2]))
