"""What people want to be told of, as facts to decide by. One query for each kind of row, for any number of people."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db.models import F, QuerySet

from chat.models import Membership
from core.app_contents import named
from notifications.deciding.decision import ThreadWish, Wishes
from notifications.deciding.keywords import Keywords
from notifications.deciding.levels import Level
from notifications.models import Follow, Keyword, Preferences, PushSubscription, Snooze

Place = tuple[int, int]  # the ids of a room, or a thread, and a person


class Standing(NamedTuple):
    """Of an active person who is in a room."""

    membership_id: int
    room: Level
    is_muted: bool
    time_zone: str


class People:
    """The wishes of these people in these rooms and threads."""

    def __init__(self, rooms: Collection[int], users: Collection[int], threads: Collection[int]) -> None:
        self.standings = _standings(rooms, users)
        present = {user for _, user in self.standings}
        self._preferences = Preferences.objects.in_bulk(present)
        follows = Follow.objects.filter(thread__in=threads, user__in=present) if threads else ()
        self._threads = {(row.thread_id, row.user_id): row for row in follows}
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
            room=standing.room,
            is_muted=standing.is_muted,
            snoozed_until=snooze.until if snooze else None,
            thread=ThreadWish(Level.named(follow.level), follow.muted_until) if follow else None,
            undisturbed_until=preferences.undisturbed_until,
            quiet=preferences.quiet,
            time_zone=standing.time_zone,
        )


def _standings(rooms: Collection[int], users: Collection[int]) -> dict[Place, Standing]:
    current = Membership.objects.current().filter(room__in=rooms, user__in=users, user__is_active=True)
    rows = current.values_list("room_id", "user_id", "pk", "notify", "muted", "user__time_zone")
    return {
        (room, user): Standing(pk, Level.named(notify), muted, zone) for room, user, pk, notify, muted, zone in rows
    }


def followers(threads: Collection[int]) -> Iterable[Place]:
    """Threads and those who follow them."""
    following = Follow.objects.filter(thread__in=threads, level=Follow.level.field.default) if threads else None
    return following.values_list("thread_id", "user_id") if following is not None else ()


def members(rooms: Collection[int]) -> Iterable[Place]:
    """Rooms and those who are in them."""
    return Membership.objects.current().filter(room__in=rooms).values_list("room_id", "user_id") if rooms else ()


def members_after(room: int, user: int, most: int) -> list[int]:
    """The next members of a room in the order of their ids."""
    present = Membership.objects.current().filter(room=room, user__gt=user).order_by("user_id")
    return list(present.values_list("user_id", flat=True)[:most])


def rooms_with_listeners(rooms: Collection[int]) -> set[int]:
    """Those of these rooms in which somebody with a device wants to hear of every message."""
    return set(_listening().filter(room__in=rooms).values_list("room_id", flat=True).distinct()) if rooms else set()


def listeners_after(room: int, user: int, most: int) -> list[int]:
    """The next of them in one room, in the order of their ids."""
    there = _listening().filter(room=room, user__gt=user).order_by("user_id")
    return list(there.values_list("user_id", flat=True)[:most])


def _listening() -> QuerySet[Membership]:
    devices = PushSubscription.objects.live().values("user")
    return Membership.objects.current().filter(notify=Membership.Notify.ALL, muted=False, user__in=devices)


def reachable(users: Collection[int]) -> set[int]:
    """Those of these people who have a device that takes pushes."""
    return set(PushSubscription.objects.live().filter(user__in=users).values_list("user_id", flat=True))


def is_anybody_listening() -> bool:
    """Whether a message that names nobody may concern somebody: by a keyword, or on a device."""
    return PushSubscription.objects.exists() or Keyword.objects.exists()


def keywords(rooms: Collection[int]) -> dict[int, Keywords]:
    """Those of the members, by room."""
    there = Membership.objects.current().filter(room__in=rooms, user_id__in=Keyword.objects.values("user"))
    by_user: dict[int, list[int]] = defaultdict(list)
    for room, user in there.values_list("room_id", "user_id"):
        by_user[user].append(room)
    found: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for user, fold in Keyword.objects.filter(user__in=by_user).values_list(F("user_id"), "fold"):
        for room in by_user[user]:
            found[room][fold].append(user)
    return {room: Keywords(people) for room, people in found.items()}


def hidden(users: Collection[int], authors: Collection[int]) -> set[Place]:
    """Pairs of a person and somebody whom this person hides."""
    return {pair for hiding in named("hiders") for pair in hiding(users, authors)}
