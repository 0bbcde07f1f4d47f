"""Own revs: the numbers of changes that concern one person alone. A change takes its number in its own transaction,
after its other locks. The order of locks is room, memberships, own states by user id."""

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Greatest, Now

from accounts.models import User
from chat import events
from chat.models import OwnState
from core.db.rows import Rows

_people = Rows("person", OwnState, ("user_id",))
# `rev`: the number of changes.
_changes = Rows("change", OwnState, ("user_id", "rev"))


def next_revs(user_ids: Iterable[int]) -> dict[int, int]:
    """The next own rev of each of these people, locked until the transaction ends. One statement, also for people
    without a row."""
    wanted = sorted(set(user_ids))
    if not wanted:
        return {}
    given, parameters = _people.given([(user_id,) for user_id in wanted])
    with connection.cursor() as cursor:
        cursor.execute(
            f"{given} INSERT INTO chat_ownstate (user_id, rev) SELECT user_id, 1 FROM person WHERE true ORDER BY user_id "  # noqa: S608 (names)
            "ON CONFLICT (user_id) DO UPDATE SET rev = chat_ownstate.rev + 1 RETURNING user_id, rev",
            parameters,
        )
        return dict(cursor.fetchall())


def next_of_each(user_ids: Sequence[int]) -> list[int]:
    """An own rev for each entry, locked until the transaction ends. A person who is named twice gets two."""
    changes = Counter(user_ids)
    if not changes:
        return []
    given, parameters = _changes.given(sorted(changes.items()))
    with connection.cursor() as cursor:
        cursor.execute(
            f"{given} INSERT INTO chat_ownstate (user_id, rev) SELECT user_id, rev FROM change WHERE true ORDER BY user_id "  # noqa: S608 (names)
            "ON CONFLICT (user_id) DO UPDATE SET rev = chat_ownstate.rev + excluded.rev RETURNING user_id, rev",
            parameters,
        )
        revs = {user_id: itertools.count(last - changes[user_id] + 1) for user_id, last in cursor.fetchall()}
    return [next(revs[user_id]) for user_id in user_ids]


def next_revs_of(user_id: int, count: int) -> range:
    """The next own revs of one person for this many changes, locked until the transaction ends."""
    first = next_rev(user_id)
    if count > 1:
        OwnState.objects.filter(user=user_id).update(rev=first + count - 1)
    return range(first, first + count)


def next_rev(user_id: int) -> int:
    return next_revs([user_id])[user_id]


def forget_drafts(user_id: int, revs: Iterable[int]) -> None:
    """Note that drafts with these revs were deleted."""
    if newest := max(revs, default=0):
        forgotten = Greatest("forgotten_rev", newest)
        OwnState.objects.filter(user=user_id).update(forgotten_rev=forgotten)


@transaction.atomic
def profiles_changed(*, users: Sequence[User], **_: Any) -> None:
    """Number and publish changed profiles. Receiver of accounts' signal, in the transaction of the change."""
    revs = next_revs(user.pk for user in users)
    OwnState.objects.filter(user__in=revs).update(profile_rev=F("rev"), profile_at=Now())
    # Read under the locks: of two changes at once, the later one publishes both.
    for user in User.objects.filter(pk__in=revs).order_by("pk"):
        events.user_changed(user, me=revs[user.pk])
