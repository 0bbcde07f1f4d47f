"""The events that tell a person's devices of mutes, and of whom they hide."""

from collections.abc import Iterator, Mapping
from functools import reduce
from operator import or_

from django.db.models import Q

from chat.own_changes import Event, of_other_app
from moderation.models import Hidden, Mute
from moderation.protocol.restrictions import HiddenChanged, MuteChanged


def muted(mute: Mute) -> Event:
    stands = mute.ended_at is None
    until, reason = (mute.until, mute.reason) if stands else (None, "")
    return of_other_app(MuteChanged(mute.room_id, stands, until, reason, mute.own_rev), mute.own_rev, mute.room_id)


def hidden(row: Hidden) -> Event:
    return of_other_app(HiddenChanged(row.person_id, row.hidden, row.own_rev), row.own_rev)


def changed_since(after: Mapping[int, int]) -> Iterator[tuple[int, Event]]:
    """What has changed for these people after these own revs: two queries. Named in apps.py."""
    if not after:
        return
    changed = reduce(or_, (Q(user=user, own_rev__gt=rev) for user, rev in after.items()))
    for mute in Mute.objects.filter(changed):
        yield mute.user_id, muted(mute)
    for row in Hidden.objects.filter(changed):
        yield row.user_id, hidden(row)
