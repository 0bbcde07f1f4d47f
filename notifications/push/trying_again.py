"""Send pushes to devices whose push service did not take one, or took long. A device is asked once, whatever waits for it: only when
that works, the rest follows.
"""

import random
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from django.utils import timezone

from core.jobs.declarations import Claim
from notifications.deciding.decision import KINDS
from notifications.models import PushSubscription
from notifications.push import budgets
from notifications.push.letters import Letter, Retry, Target, letters, send_all, try_again
from notifications.push.relevance import Due, Place, due_of_inboxes, due_of_rooms
from notifications.push.sending import LOOK_AGAIN_SECONDS, looked_at_again, watched_among
from notifications.push.telling import TO_MANY
from notifications.push.transport.parcels import SECONDS

# Until some of the time that its host or person has used up is back.
BUDGET_SECONDS = 60.0


def send(claims: Sequence[Claim]) -> None:
    """Handler. What comes to nothing, waits again: until it is read, or too old, or its device is gone."""
    now, waiting = _waiting([msgspec.convert(claim.data, Retry) for claim in claims])
    try_again(waiting)
    due = _due(now)
    places = {target.place: told for target, told in due.items()}
    watched = watched_among(places)
    again = looked_at_again(places, watched)
    try_again({target: LOOK_AGAIN_SECONDS for target in due if target.place in again and target.kind not in TO_MANY})
    ready = letters([(target, told) for target, told in due.items() if target.place not in watched], SECONDS)
    first: dict[int, Letter] = {}
    for letter in ready:
        first.setdefault(letter.target.device.pk, letter)
    rest = [letter for letter in ready if first[letter.target.device.pk] is not letter]
    sent = send_all(list(first.values()))
    works = {each.target.device.pk for each in sent if each.outcome.kind == "sent" and not each.is_slow}
    send_all([letter for letter in rest if letter.target.device.pk in works])
    try_again({letter.target: 0.0 for letter in rest if letter.target.device.pk not in works})


def _due(targets: Sequence[Target]) -> Mapping[Target, Due]:
    """What each device is to tell of a room, once: as the most urgent of its kinds of which something is still to be told. What is in the
    inbox says nothing of what else was written, nor the other way round."""
    kept = due_of_inboxes(_first(target for target in targets if target.kind != "message"))
    others = due_of_rooms(_first(target for target in targets if target.kind == "message"))
    found: dict[tuple[int, int], tuple[Target, Due]] = {}
    for target in sorted(targets, key=lambda target: KINDS.index(target.kind)):
        told = (others if target.kind == "message" else kept).get(target.place)
        if told and told.newest >= target.since:
            found.setdefault((target.device.pk, target.room), (target, told))
    return dict(found.values())


def _first(targets: Iterable[Target]) -> Mapping[Place, int]:
    since: dict[Place, int] = {}
    for target in targets:
        since[target.place] = min(target.since, since.get(target.place, target.since))
    return since


def _waiting(retries: Sequence[Retry]) -> tuple[list[Target], Mapping[Target, float]]:
    """What may be tried now, and for how long the others wait."""
    found = PushSubscription.objects.live().select_related("key", "user").in_bulk({retry.device for retry in retries})
    there = [retry for retry in retries if retry.device in found]
    targets = [Target(found[retry.device], retry.room, retry.kind, retry.since) for retry in there]
    waiting: dict[Target, float] = {}
    now = timezone.now()
    for target in targets:
        device = target.device
        if device.retry_at is not None and device.retry_at > now:
            waiting[target] = (device.retry_at - now).total_seconds()
        elif budgets.is_used_up(device):
            waiting[target] = random.uniform(BUDGET_SECONDS / 2, BUDGET_SECONDS)
    return [target for target in targets if target not in waiting], waiting
