"""What is worth it, as a table: each fact and each wish with every other."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from notifications.deciding.decision import Decision, Facts, Kind, ThreadWish, Wishes, decide
from notifications.deciding.levels import Level
from notifications.deciding.quiet_hours import QuietHours

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
SOON, BEFORE = NOW + timedelta(minutes=1), NOW - timedelta(minutes=1)
ALL, MENTIONS, NOTHING = Level.ALL, Level.MENTIONS, Level.NOTHING

# What is said, and the kind at each level of the site or the room: all, mentions, nothing.
MESSAGES: dict[str, tuple[Facts, tuple[Kind | None, Kind | None, Kind | None]]] = {
    "plain": (Facts(), ("message", None, None)),
    "mine": (Facts(is_own=True, is_mentioned=True, is_here=True, has_keyword=True), (None, None, None)),
    "hidden": (Facts(is_hidden=True, is_mentioned=True, is_direct=True), (None, None, None)),
    "mentioned": (Facts(is_mentioned=True), ("mention", "mention", None)),
    "here": (Facts(is_here=True), ("here", "here", None)),
    "both": (Facts(is_mentioned=True, is_here=True), ("mention", "mention", None)),
    "keyword": (Facts(has_keyword=True), ("keyword", "keyword", None)),
    "here with a keyword": (Facts(is_here=True, has_keyword=True), ("here", "here", None)),
    "mentioned directly": (Facts(is_direct=True, is_mentioned=True), ("mention", "mention", None)),
}
# The same for what is said in a direct room, by the level of the room alone, as far as the site's is not "nothing".
DIRECTLY: dict[str, tuple[Facts, tuple[Kind | None, Kind | None, Kind | None]]] = {
    "direct": (Facts(is_direct=True), ("direct", None, None)),
    "keyword, directly": (Facts(is_direct=True, has_keyword=True), ("direct", "keyword", None)),
    "reply, directly": (Facts(is_direct=True, is_in_thread=True), ("direct", None, None)),
}
# The same for what is said in a thread: (at the level of all, of mentions), by what is wanted of the thread.
FOLLOWED, MUTED = ThreadWish(ALL), ThreadWish(ALL, SOON)
IN_THREAD: dict[str, tuple[Facts, dict[ThreadWish | None, tuple[Kind | None, Kind | None]]]] = {
    "reply": (
        Facts(is_in_thread=True),
        {
            None: (None, None),
            FOLLOWED: ("reply", "reply"),
            ThreadWish(ALL, BEFORE): ("reply", "reply"),
            ThreadWish(MENTIONS): (None, None),
            ThreadWish(NOTHING): (None, None),
            MUTED: (None, None),
        },
    ),
    "mentioned in a reply": (
        Facts(is_in_thread=True, is_mentioned=True),
        {
            None: ("mention", "mention"),
            FOLLOWED: ("mention", "mention"),
            ThreadWish(MENTIONS): ("mention", "mention"),
            ThreadWish(NOTHING): (None, None),
            MUTED: (None, None),
        },
    ),
    "keyword in a reply": (
        Facts(is_in_thread=True, has_keyword=True),
        {
            None: ("keyword", "keyword"),
            FOLLOWED: ("reply", "reply"),
            ThreadWish(MENTIONS): ("keyword", "keyword"),
            ThreadWish(NOTHING): (None, None),
            MUTED: (None, None),
        },
    ),
}
# Nothing is told at all.
SILENT: tuple[dict[str, Any], ...] = (
    {"is_muted": True},
    {"is_muted": True, "snoozed_until": SOON},
    {"site_muted_until": SOON},
)
NOT_SILENT: tuple[dict[str, Any], ...] = (
    {},
    {"snoozed_until": SOON},  # somebody has ended the mute
    {"is_muted": True, "snoozed_until": BEFORE},
    {"site_muted_until": BEFORE},
)
# No push.
DAY_NOON = QuietHours(12 * 60, 13 * 60)
QUIET: tuple[dict[str, Any], ...] = (
    {"undisturbed_until": SOON},
    {"quiet": DAY_NOON},
    {"quiet": QuietHours(21 * 60, 22 * 60), "time_zone": "Asia/Tokyo"},
    {"quiet": DAY_NOON, "undisturbed_until": SOON},
)
NOT_QUIET: tuple[dict[str, Any], ...] = (
    {},
    {"undisturbed_until": BEFORE},
    {"quiet": DAY_NOON, "time_zone": "Asia/Tokyo"},
    {"quiet": DAY_NOON._replace(days={1})},
)
STATES = [
    (silence | quiet, silence in SILENT, quiet in QUIET)
    for silence, quiet in product((*SILENT, *NOT_SILENT), (*QUIET, *NOT_QUIET))
]


def expected(kind: Kind | None, silent: bool, quiet: bool) -> Decision | None:
    if kind is None or silent or (kind == "message" and quiet):
        return None
    return Decision(kind, is_kept=kind != "message", disturbs=not quiet)


@pytest.mark.parametrize("said", MESSAGES)
def test_messages(said: str) -> None:
    facts, kinds = MESSAGES[said]
    by_level = dict(zip((ALL, MENTIONS, NOTHING), kinds, strict=True))
    seen = 0
    for site, room, (more, silent, quiet) in product(Level, Level, STATES):
        wishes = Wishes(site=site, room=room)._replace(**more)
        wanted = expected(by_level[min(site, room)], silent, quiet)
        assert decide(facts, wishes, NOW) == wanted, wishes
        # What is wanted of a thread has no say outside of it.
        for thread in (FOLLOWED, MUTED, ThreadWish(NOTHING)):
            assert decide(facts, wishes._replace(thread=thread), NOW) == wanted, (wishes, thread)
        seen += 1
    assert seen == 9 * 56


@pytest.mark.parametrize("said", DIRECTLY)
def test_in_direct_rooms(said: str) -> None:
    facts, kinds = DIRECTLY[said]
    by_level = dict(zip((ALL, MENTIONS, NOTHING), kinds, strict=True))
    for site, room, (more, silent, quiet) in product(Level, Level, STATES):
        wishes = Wishes(site=site, room=room)._replace(**more)
        kind = None if site == NOTHING else by_level[room]
        assert decide(facts, wishes, NOW) == expected(kind, silent, quiet), wishes


def test_followed_in_a_direct_room() -> None:
    """Also where its level is "mentions"."""
    facts = Facts(is_direct=True, is_in_thread=True)
    for room, thread, kind in (
        (ALL, FOLLOWED, "direct"),
        (MENTIONS, FOLLOWED, "reply"),
        (ALL, ThreadWish(MENTIONS), "direct"),
        (MENTIONS, ThreadWish(MENTIONS), None),
        (ALL, ThreadWish(NOTHING), None),
        (ALL, MUTED, None),
    ):
        for site in (ALL, MENTIONS):
            decision = decide(facts, Wishes(site=site, room=room, thread=thread), NOW)
            assert (decision and decision.kind) == kind, (site, room, thread)


@pytest.mark.parametrize("said", IN_THREAD)
def test_replies(said: str) -> None:
    facts, table = IN_THREAD[said]
    for thread, kinds in table.items():
        by_level = dict(zip((ALL, MENTIONS, NOTHING), (*kinds, None), strict=True))
        for site, room, (more, silent, quiet) in product(Level, Level, STATES):
            wishes = Wishes(site=site, room=room, thread=thread)._replace(**more)
            wanted = expected(by_level[min(site, room)], silent, quiet)
            assert decide(facts, wishes, NOW) == wanted, wishes


@pytest.mark.parametrize("fact", ["is_own", "is_hidden"])
def test_my_own_and_of_somebody_hidden(fact: str) -> None:
    """Whatever else is true of it."""
    names = [name for name in Facts._fields if name not in ("is_own", "is_hidden")]
    for values in product((False, True), repeat=len(names)):
        facts = Facts(**dict(zip(names, values, strict=True)), **{fact: True})
        assert decide(facts, Wishes(thread=FOLLOWED), NOW) is None


def test_the_moment_that_ends_it() -> None:
    """Until then is not then."""
    for name in ("site_muted_until", "undisturbed_until"):
        wishes = Wishes()._replace(**{name: NOW})  # type: ignore[arg-type]
        assert decide(Facts(is_mentioned=True), wishes, NOW) == Decision("mention", True, True)
