"""What the checker must notice of inboxes: each test changes one thing of a story that is right."""

from dataclasses import replace

import pytest

from lab.chaos.checks.anomalies import Anomaly, Violation
from lab.chaos.checks.history import Acknowledged, Changing, Diary, Ending, Entry, Kept, Row
from lab.chaos.checks.inboxes import Answer, Counts, Listed, violations
from lab.chaos.inboxes.entries import Badge, Marked, Marking, Wishing
from lab.chaos.inboxes.stored import Item, Marker, Post, Stored

HANA, KENJI = 1, 2
HEARTH, DIRECT = 10, 20
CALL = Post(101, HEARTH, HANA, "call", 1, "@kenji tea", mentions=(KENJI,))
ALL = Post(102, HEARTH, HANA, "all", 2, "@here tea", mentions_here=True)
ROOT = Post(103, HEARTH, KENJI, "root", 3, "Who has wood?")
REPLY = Post(104, HEARTH, HANA, "reply", 4, "I have", thread=103)
DEAR = Post(105, DIRECT, HANA, "dear", 1, "Are you well?")
KINDS = {CALL: "mention", ALL: "here", REPLY: "reply", DEAR: "direct"}


class Inbox:
    """Hana writes, and Kenji has read up to the first message. He marked the reply as done."""

    def __init__(self) -> None:
        posts = [CALL, ALL, ROOT, REPLY, DEAR]
        self.hana = [Acknowledged(1, post.room, post.id, row(post)) for post in posts]
        self.kenji: list[Entry] = [
            Kept(2, HEARTH, "last_read_seq", 1),
            Marking(3, 0, (3,), done=True),
            Marked(4, 0, (3,), done=True),
            Badge(5, 0, 2),
        ]
        items = [
            Item(at, KENJI, post.id, kind, post is REPLY) for at, (post, kind) in enumerate(KINDS.items(), start=1)
        ]
        markers = {(KENJI, HEARTH): Marker(1, 1), (KENJI, DIRECT): Marker(), (HANA, HEARTH): Marker(4, 1)}
        self.stored = Stored(
            {post.id: post for post in posts}, items, markers, {"hana": HANA, "kenji": KENJI}, {DIRECT}
        )
        self.answer = Answer(
            KENJI,
            [
                Listed(4, 105, "direct", False),
                Listed(3, 104, "reply", True),
                Listed(2, 102, "here", False),
                Listed(1, 101, "mention", True),
            ],
            [2],
            2,
            {HEARTH: 1, DIRECT: 1},
            {HEARTH: Counts(2, 1), DIRECT: Counts(1, 0)},
        )

    @property
    def found(self) -> list[Violation]:
        diaries = [
            Diary(HANA, frozenset({HEARTH, DIRECT}), [*self.hana, Badge(5, 0, 0)]),
            Diary(KENJI, frozenset({HEARTH, DIRECT}), self.kenji),
        ]
        return list(violations(diaries, self.stored, [self.answer]))

    @property
    def anomalies(self) -> set[Anomaly]:
        return {violation.anomaly for violation in self.found}

    def store(self, *items: Item) -> None:
        self.stored = replace(self.stored, items=items)

    def list(self, *listed: Listed) -> None:
        self.answer = replace(self.answer, listed=listed)


def row(post: Post) -> Row:
    return Row(post.author, post.nonce, post.seq, post.seq, post.text)


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


def test_a_right_inbox(inbox: Inbox) -> None:
    assert not inbox.found


@pytest.mark.parametrize("number", range(4))
def test_an_acknowledged_message_without_its_item(inbox: Inbox, number: int) -> None:
    items = [*inbox.stored.items]
    gone = items.pop(number)
    inbox.store(*items)
    inbox.list(*(each for each in inbox.answer.listed if each.id != gone.id))
    assert Anomaly.LOST_WRITE in inbox.anomalies
    assert any("has no item" in violation.what for violation in inbox.found)


def test_whoever_silenced_or_left_the_room_need_not_be_told(inbox: Inbox) -> None:
    inbox.store(*inbox.stored.items[1:])
    inbox.list(*inbox.answer.listed[:-1])
    before = list(inbox.kenji)
    for entry in (Wishing(0, HEARTH, "muted", True), Wishing(0, HEARTH, "notify", "nothing"), Ending(0, HEARTH, KENJI)):
        assert inbox.found
        inbox.kenji = [*before, entry]
        assert not inbox.found
        inbox.kenji = before


def test_an_item_of_the_wrong_kind(inbox: Inbox) -> None:
    first, *others = inbox.stored.items
    inbox.store(replace(first, kind="reply"), *others)
    assert any("is there as 'reply'" in violation.what for violation in inbox.found)


def test_two_items_of_a_message(inbox: Inbox) -> None:
    inbox.store(*inbox.stored.items, replace(inbox.stored.items[0], id=9))
    assert Anomaly.DOUBLED in inbox.anomalies


def test_an_item_without_a_reason(inbox: Inbox) -> None:
    inbox.store(*inbox.stored.items, Item(9, KENJI, ROOT.id, "mention"))
    assert Anomaly.FOREIGN in inbox.anomalies


def test_a_list_that_leaves_out_invents_doubles_or_turns_round(inbox: Inbox) -> None:
    right = inbox.answer.listed
    inbox.list(*right[1:])
    assert inbox.anomalies == {Anomaly.UNOBSERVED}
    inbox.list(Listed(9, 109, "mention", True), *right)
    assert inbox.anomalies == {Anomaly.FOREIGN}
    inbox.list(right[0], *right)
    assert inbox.anomalies == {Anomaly.DOUBLED}
    inbox.list(*reversed(right))
    assert inbox.anomalies == {Anomaly.NON_MONOTONIC}


@pytest.mark.parametrize(
    "wrong",
    [
        {"on_pages": [2, 3]},
        {"unread": 3},
        {"in_rooms": {HEARTH: 2}},
        {"rooms": {HEARTH: Counts(3, 1), DIRECT: Counts(1, 0)}},
        {"rooms": {HEARTH: Counts(2, 2), DIRECT: Counts(1, 0)}},
        {"rooms": {HEARTH: Counts(2, 1)}},
    ],
)
def test_a_wrong_count(inbox: Inbox, wrong: dict[str, object]) -> None:
    inbox.answer = replace(inbox.answer, **wrong)  # type: ignore[arg-type]
    assert inbox.anomalies == {Anomaly.UNOBSERVED}


def test_a_device_that_shows_another_number(inbox: Inbox) -> None:
    inbox.kenji.append(Badge(6, 0, 3))
    (violation,) = inbox.found
    assert violation.what == "a device shows 3 unread instead of 2"


def test_what_was_read_and_is_undone(inbox: Inbox) -> None:
    inbox.list(*inbox.answer.listed[:-1], replace(inbox.answer.listed[-1], done=False))
    assert any("is not done" in violation.what for violation in inbox.found)


def test_what_was_marked_and_is_undone(inbox: Inbox) -> None:
    first, second, *others = inbox.answer.listed
    inbox.list(first, replace(second, done=False), *others)
    assert any("is not done" in violation.what for violation in inbox.found)
    inbox.kenji += [Marking(6, 0, (3,), done=False), Badge(7, 0, 2)]
    assert not any("is not done" in violation.what for violation in inbox.found)


def test_a_mark_of_an_item_that_edits_took_away_and_brought_back(inbox: Inbox) -> None:
    first, second, *others = inbox.answer.listed
    inbox.list(first, replace(second, done=False), *others)
    inbox.hana += [Changing(2, HEARTH, "reply", ""), Changing(3, HEARTH, "reply", "I have")]  # type: ignore[list-item]
    assert not any("is not done" in violation.what for violation in inbox.found)


def test_what_nobody_read_and_is_done(inbox: Inbox) -> None:
    first, *others = inbox.answer.listed
    inbox.list(replace(first, done=True), *others)
    assert any("nobody read or marked it" in violation.what for violation in inbox.found)
    inbox.kenji += [Marking(6, 0, (), done=True, up_to=4), Badge(7, 0, 2)]
    assert not any("nobody read or marked it" in violation.what for violation in inbox.found)
