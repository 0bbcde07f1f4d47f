"""What people want to be told of, as facts to decide by. One query for each kind of row, for any number of people."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from chat.models import Membership, Room
from core.answer_size import batches
from core.app_contents import named
from notifications.deciding.decision import ThreadWish, Wishes
from notifications.deciding.levels import Level
from notifications.models import Follow, Keyword, LevelName, Preferences, PushSubscription, Snooze

# SQLite takes 32,766 values in a statement.
PEOPLE_AT_ONCE = 10_000

Place = tuple[int, int]  # the ids of a room, or a thread, and a person


class Standing(NamedTuple):
    """Of an active person who is in a room."""

    membership_id: int
    notify: str
    is_muted: bool
    time_zone: str


class People:
    """The wishes of these people in these rooms and threads."""

    def __init__(self, rooms: Collection[int], users: Collection[int], threads: Collection[int]) -> None:
        self.standings = _standings(rooms, users)
        present = {user for _, user in self.standings}
        self._preferences = Preferences.objects.in_bulk(present)
        self._threads = {(row.thread_id, row.user_id): row for row in _follows(threads, present)}
        muted = [standing.membership_id for standing in self.standings.values() if standing.is_muted]
        self._snoozes = Snooze.objects.in_bulk(muted)

    def wishes(self, room: int, user: int, thread: int | None) -> Wishes:
        """Of somebody who has a standing."""
        standing, preferences = self.standings[room, user], self._preferences.get(user) or Preferences()
        snooze = self._snoozes.get(standing.membership_id)
        follow = self._threads.get((thread, user)) if thread is not None else None
        return Wishes(
            site=Level.named(preferences.level),
            site_muted_until=preferences.muted_until,
            room=Level.named(standing.notify),
            is_muted=standing.is_muted,
            snoozed_until=snooze.until if snooze else None,
            thread=ThreadWish(Level.named(follow.level), follow.muted_until) if follow else None,
            undisturbed_until=preferences.undisturbed_until,
            quiet=preferences.quiet,
            time_zone=standing.time_zone,
        )


def _standings(rooms: Collection[int], users: Collection[int]) -> dict[Place, Standing]:
    present = Membership.objects.current().filter(room__in=rooms, user__is_active=True)
    found: dict[Place, Standing] = {}
    for some in _in_parts(users):
        current = present.filter(user__in=some)
        rows = current.values_list("room_id", "user_id", "pk", "notify", "muted", "user__time_zone")
        found |= {(room, user): Standing(pk, notify, muted, zone) for room, user, pk, notify, muted, zone in rows}
    return found


def _follows(threads: Collection[int], users: Collection[int]) -> Iterable[Follow]:
    if threads:
        for some in _in_parts(users):
            yield from Follow.objects.filter(thread__in=threads, user__in=some)


def followers(threads: Collection[int]) -> Iterable[Place]:
    """Threads and those who follow them."""
    return _following().filter(thread__in=threads).values_list("thread_id", "user_id") if threads else ()


def number_of_followers(threads: Collection[int]) -> dict[int, int]:
    """By thread, of those with any."""
    there = _following().filter(thread__in=threads).order_by().values_list("thread_id")
    return dict(there.annotate(Count("pk"))) if threads else {}


def followers_after(thread: int, user: int, most: int) -> list[int]:
    """The next followers of a thread in the order of their ids."""
    there = _following().filter(thread=thread, user__gt=user).order_by("user_id")
    return list(there.values_list("user_id", flat=True)[:most])


def _following() -> QuerySet[Follow]:
    return Follow.objects.filter(level=LevelName.ALL)


def members(rooms: Collection[int]) -> Iterable[Place]:
    """Rooms and those who are in them."""
    return Membership.objects.current().filter(room__in=rooms).values_list("room_id", "user_id") if rooms else ()


def members_after(room: int, user: int, most: int) -> list[int]:
    """The next members of a room in the order of their ids."""
    present = Membership.objects.current().filter(room=room, user__gt=user).order_by("user_id")
    return list(present.values_list("user_id", flat=True)[:most])


def rooms_with_listeners(rooms: Collection[int]) -> set[int]:
    """Those of these rooms in which somebody with a device wants to hear of every message."""
    # Of each room it is asked whether there is one: in a large room there are thousands.
    listened = Room.objects.filter(Exists(_listening().filter(room=OuterRef("pk"))), pk__in=rooms)
    return set(listened.values_list("pk", flat=True)) if rooms else set()


def listeners_after(room: int, user: int, most: int) -> list[int]:
    """The next of them in one room, in the order of their ids."""
    there = _listening().filter(room=room, user__gt=user).order_by("user_id")
    return list(there.values_list("user_id", flat=True)[:most])


def _listening() -> QuerySet[Membership]:
    # Asked of each member, and no EXISTS: of that PostgreSQL would make a list of all who have a device, for each room anew.
    device = PushSubscription.objects.live().filter(user=OuterRef("user")).values("pk")[:1]
    wanting = Membership.objects.current().filter(notify=Membership.Notify.ALL, muted=False)
    return wanting.alias(device=Subquery(device)).filter(device__isnull=False)


def reachable(users: Collection[int]) -> set[int]:
    """Those of these people who have a device that takes pushes."""
    devices = PushSubscription.objects.live().values_list("user_id", flat=True)
    return {user for some in _in_parts(users) for user in devices.filter(user__in=some)}


def is_anybody_listening() -> bool:
    """Whether a message that names nobody may concern somebody: by a keyword, or on a device."""
    return PushSubscription.objects.exists() or Keyword.objects.exists()


def members_among(room: int, users: Collection[int]) -> set[int]:
    """Those of these people who are in the room."""
    current = Membership.objects.current().filter(room=room).values_list("user_id", flat=True)
    return {user for some in _in_parts(users) for user in current.filter(user__in=some)}


def hidden(users: Collection[int], authors: Collection[int]) -> set[Place]:
    """Pairs of a person and somebody whom this person hides."""
    return {pair for some in _in_parts(users) for hiding in named("hiders") for pair in hiding(some, authors)}


def _in_parts(users: Collection[int]) -> Iterable[list[int]]:
    return batches(sorted(users), PEOPLE_AT_ONCE)
