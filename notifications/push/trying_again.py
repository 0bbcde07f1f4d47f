"""Send pushes to devices whose push service did not take one, or took long. A device is asked once, whatever waits for it: only when
that works, the rest follows.
"""

import random
from collections.abc import Mapping, Sequence

import msgspec
from django.utils import timezone

from core.jobs.declarations import Claim
from notifications.models import PushSubscription
from notifications.push import budgets
from notifications.push.delivery import SECONDS
from notifications.push.letters import Letter, Retry, Target, letters, send_all, try_again
from notifications.push.relevance import due_by_kind
from notifications.push.sending import LOOK_AGAIN_SECONDS, looked_at_again, watched_among
from notifications.push.telling import TO_MANY

# Until some of the time that its host or person has used up is back.
BUDGET_SECONDS = 60.0


def send(claims: Sequence[Claim]) -> None:
    """Handler. What comes to nothing, waits again: until it is read, or too old, or its device is gone."""
    now, waiting = _waiting([msgspec.convert(claim.data, Retry) for claim in claims])
    try_again(waiting)
    due = due_by_kind({target.place: target.kind for target in now})
    watched = watched_among(due)
    again = looked_at_again(due, watched)
    try_again({target: LOOK_AGAIN_SECONDS for target in now if target.place in again and target.kind not in TO_MANY})
    unwatched = [target for target in now if target.place not in watched]
    ready = letters(unwatched, due, SECONDS)
    first: dict[int, Letter] = {}
    for letter in ready:
        first.setdefault(letter.target.device.pk, letter)
    rest = [letter for letter in ready if first[letter.target.device.pk] is not letter]
    sent = send_all(list(first.values()))
    works = {each.target.device.pk for each in sent if each.outcome.kind == "sent" and not each.is_slow}
    send_all([letter for letter in rest if letter.target.device.pk in works])
    try_again({letter.target: 0.0 for letter in rest if letter.target.device.pk not in works})


def _waiting(retries: Sequence[Retry]) -> tuple[list[Target], Mapping[Target, float]]:
    """What may be tried now, and for how long the others wait."""
    found = PushSubscription.objects.live().select_related("key", "user").in_bulk({retry.device for retry in retries})
    targets = [Target(found[retry.device], retry.room, retry.kind) for retry in retries if retry.device in found]
    waiting: dict[Target, float] = {}
    now = timezone.now()
    for target in targets:
        device = target.device
        if device.retry_at is not None and device.retry_at > now:
            waiting[target] = (device.retry_at - now).total_seconds()
        elif budgets.is_used_up(device):
            waiting[target] = random.uniform(BUDGET_SECONDS / 2, BUDGET_SECONDS)
    return [target for target in targets if target not in waiting], waiting
