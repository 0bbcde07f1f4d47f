"""The events that tell a person's devices that their inbox changed."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial

from django.db.models import Q

from chat import events
from chat.own_changes import Event, of_other_app
from chat.selectors.conditions import any_of
from chat.selectors.own import PEOPLE_AT_ONCE
from chat.services.personal import own_revs
from core.answer_size import batches
from core.db.commits import after_commit
from notifications.models import InboxState
from notifications.protocol.server import InboxChanged
from notifications.selectors.inbox import unread_counts
from notifications.selectors.lately import seen_lately

NOTHING: Mapping[int, Sequence[int]] = {}


def tell(user_ids: Collection[int], disturbing: Mapping[int, Sequence[int]] = NOTHING) -> None:
    """Number a change of these people's inboxes, and tell their devices after the commit. `disturbing`: by person, the messages of which
    devices without pushes tell, too."""
    if not user_ids:
        return
    revs = own_revs.next_revs(user_ids)
    states = [InboxState(user_id=user, own_rev=rev) for user, rev in sorted(revs.items())]
    InboxState.objects.bulk_create(
        states, update_conflicts=True, unique_fields=["user"], update_fields=["own_rev"], batch_size=1000
    )
    # Counted when nothing is locked any more, and for nobody who has no device to be told on.
    after_commit(partial(_publish, revs, disturbing))


def changed_since(after: Mapping[int, int]) -> Iterator[tuple[int, Event]]:
    """Whose inbox has changed after these own revs. Named in apps.py."""
    for some in batches(after, PEOPLE_AT_ONCE):
        changed = any_of(Q(user=user, own_rev__gt=after[user]) for user in some)
        # What disturbs at once does so no more.
        yield from _events(dict(InboxState.objects.filter(changed).values_list("user_id", "own_rev")), NOTHING)


def _publish(revs: Mapping[int, int], disturbing: Mapping[int, Sequence[int]]) -> None:
    for some in batches(sorted(seen_lately(revs)), PEOPLE_AT_ONCE):
        events.own_changed(_events({user: revs[user] for user in some}, disturbing))


def _events(revs: Mapping[int, int], disturbing: Mapping[int, Sequence[int]]) -> list[tuple[int, Event]]:
    counts = unread_counts(revs) if revs else {}
    frames = {user: InboxChanged(counts[user], rev, list(disturbing.get(user, ()))) for user, rev in revs.items()}
    return [(user, of_other_app(frame, frame.me)) for user, frame in frames.items()]
