"""Send pushes, as jobs: to the devices of some people, at once. No transaction is open and no row is held meanwhile."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta

import msgspec
from django.db.models import Max

from chat.selectors.presence import looking_among
from core.db.clock import database_now
from core.jobs.declarations import Claim
from notifications.deciding.decision import KINDS, Kind
from notifications.models import InboxItem, PushSubscription
from notifications.push import budgets
from notifications.push.jobs import PUSH, PUSH_CROWD
from notifications.push.letters import Target, letters, send_all, try_again
from notifications.push.relevance import Due, Place, due_of_inboxes, people_of
from notifications.push.telling import PEOPLE_A_JOB, TO_MANY, CrowdWork, Work, crowd_job, job_of, store

# Somebody who looks at the room on a device may leave it without having seen the message: then the others tell of it.
LOOK_AGAIN_SECONDS = 15.0
LOOK_AGAIN = timedelta(minutes=10)


def send(claims: Sequence[Claim]) -> None:
    """Handler of the pushes to few people, many of them together."""
    works = [msgspec.convert(claim.data, Work) for claim in claims]
    targets = targets_of(works)
    due = due_of_inboxes({target.place: target.since for target in targets})
    watched = watched_among(due)
    again = looked_at_again(due, watched)
    store(PUSH, [job_of(work, LOOK_AGAIN_SECONDS) for work in works if again.intersection(_places(work))])
    send_first(targets, {place: told for place, told in due.items() if place not in watched})


def send_crowd(claim: Claim) -> None:
    """Handler of the pushes to many people of a room, page by page."""
    crowd = msgspec.convert(claim.data, CrowdWork)
    if crowd.upto is None:
        crowd.upto = InboxItem.objects.aggregate(newest=Max("pk"))["newest"] or 0
    users = people_of(crowd, PEOPLE_A_JOB)
    targets = targets_of([Work(crowd.room, crowd.kind, users, crowd.since)])
    due = due_of_inboxes({target.place: target.since for target in targets}, crowd.upto)
    watched = watched_among(due)
    if crowd.kind not in TO_MANY:
        again = [Work(crowd.room, crowd.kind, [user], crowd.since) for _, user in looked_at_again(due, watched)]
        store(PUSH, [job_of(work, LOOK_AGAIN_SECONDS) for work in again])
    send_first(targets, {place: told for place, told in due.items() if place not in watched})
    if len(users) == PEOPLE_A_JOB:
        store(PUSH_CROWD, [crowd_job(msgspec.structs.replace(crowd, after=users[-1]))])


def send_first(targets: Iterable[Target], due: Mapping[Place, Due]) -> None:
    """Send to all devices but those that failed or were slow before: these wait apart."""
    told = [target for target in targets if target.place in due]
    apart = {target for target in told if target.device.failing or budgets.is_used_up(target.device)}
    try_again(dict.fromkeys(apart, 0.0))
    send_all(letters((target, due[target.place]) for target in told if target not in apart))


def targets_of(works: Iterable[Work]) -> list[Target]:
    """Each device once for a room, with the most urgent of its kinds, and since the first of them."""
    kinds: dict[Place, Kind] = {}
    since: dict[Place, int] = {}
    for work in works:
        for place in _places(work):
            kinds[place] = min(work.kind, kinds.get(place, work.kind), key=KINDS.index)
            since[place] = min(work.since, since.get(place, work.since))
    rooms: dict[int, list[int]] = {}
    for room, user in kinds:
        rooms.setdefault(user, []).append(room)
    live = PushSubscription.objects.live().filter(user__in=rooms).select_related("key", "user").order_by("pk")
    places = [(device, (room, device.user_id)) for device in live for room in rooms[device.user_id]]
    targets = [Target(device, place[0], kinds[place], since[place]) for device, place in places]
    called = {target.device.pk for target in targets if target.kind == "here"}
    if not called:
        return targets
    # Whoever calls everybody who is there does not wake those who are not.
    lately = set(PushSubscription.objects.filter(pk__in=called).lately_active().values_list("pk", flat=True))
    return [target for target in targets if target.kind != "here" or target.device.pk in lately]


def watched_among(due: Mapping[Place, Due]) -> set[Place]:
    """Where somebody looks at the room just now, on any device of theirs."""
    looking = looking_among({user for _, user in due})
    return {(room, user) for room, user in due if room in looking.get(user, ())}


def looked_at_again(due: Mapping[Place, Due], watched: Collection[Place]) -> set[Place]:
    """Those of these places of which somebody is told when they go away soon, and have not read."""
    fresh = database_now() - LOOK_AGAIN
    return {place for place in watched if due[place].message.created_at > fresh}


def _places(work: Work) -> list[Place]:
    return [(work.room, user) for user in work.users]
