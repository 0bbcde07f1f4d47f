"""What is done in the environment of the site: `python -m benchmarks.here.inside key | populate MEMBERS | watch MEMBERS SECONDS`

`populate` reads the subscriptions of devices, one for each member. `watch` says when it has begun, and later what it saw.
"""

import sys
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import django
import msgspec

django.setup()

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Session, User
from accounts.tokens import RefreshToken
from benchmarks.here.population import Population, TooLate, Watched
from benchmarks.servers import inside
from chat.models import Membership
from core.jobs.models import Job
from notifications.jobs import TELL
from notifications.models import Batch, Crowd, InboxItem, PushSubscription
from notifications.models.push_subscription import LATELY, digest_of
from notifications.push import vapid
from notifications.push.jobs import PUSH, PUSH_AGAIN, PUSH_CROWD, PUSH_PAGE, PUSH_ROOM

# Every tenth has not used the site for hours: whoever calls everybody does not wake them.
ASLEEP_EVERY = 10
WRITERS, WRITERS_ROOMS = 200, 20
LOOK_SECONDS = 0.2
PUSHES = [kind.name for kind in (PUSH, PUSH_AGAIN, PUSH_CROWD, PUSH_PAGE, PUSH_ROOM)]


@transaction.atomic
def populate(members: int, subscriptions: Sequence[dict[str, Any]]) -> Population:
    hall = inside.rooms("hall", 1)[0]
    people = inside.people("member", members)
    inside.enter((hall, user) for user in people)
    # In a large room nobody else may call everybody.
    Membership.objects.filter(room=hall, user=people[0]).update(role=Membership.Role.OWNER)
    asleep = [user for number, user in enumerate(people) if number % ASLEEP_EVERY == 1]
    _give(people, {user.pk for user in asleep}, subscriptions)
    writers, circles = inside.people("writer", WRITERS), inside.rooms("circle", WRITERS_ROOMS)
    inside.enter((circles[number % WRITERS_ROOMS], user) for number, user in enumerate(writers))
    (caller,) = inside.sign_in(people[:1])
    tokens = [guest.token for guest in inside.sign_in(writers)]
    return Population(hall.pk, caller.token, tokens, members - 1 - len(asleep))


def _give(people: Sequence[User], asleep: set[int], subscriptions: Sequence[dict[str, Any]]) -> None:
    """To each a session and its device, which has had pushes before."""
    now, key = timezone.now(), vapid.current()
    ends = now + RefreshToken.lifetime
    used = {user.pk: now - 3 * LATELY if user.pk in asleep else now + timedelta(seconds=1) for user in people}
    sessions = [Session(user=user, expires_at=ends, last_used_at=used[user.pk]) for user in people]
    Session.objects.bulk_create(sessions, batch_size=1_000)
    rows = [
        PushSubscription(
            session=session,
            user_id=session.user_id,
            key=key,
            endpoint=given["endpoint"],
            digest=digest_of(given["endpoint"]),
            **given["keys"],
            site="http://localhost",
            language="en",
            has_worked=True,
        )
        for session, given in zip(sessions, subscriptions, strict=True)
    ]
    PushSubscription.objects.bulk_create(rows, batch_size=1_000)


def watch(members: int, seconds: float) -> Watched:
    """From before the call. Raises TooLate."""
    end = time.monotonic() + seconds
    items = InboxItem.objects.filter(kind="here")
    while items.count() < members - 1:
        _wait(end, "items")
    stored = time.monotonic()
    waiting = Job.objects.filter(due_at__isnull=False)
    called = Crowd.objects.filter(is_waiting=True)
    while called.exists() or waiting.filter(type__in=PUSHES).exists():
        _wait(end, "pushes")
    return Watched(stored, time.monotonic(), Job.objects.filter(due_at=None, type__in=[*PUSHES, TELL.name]).count())


def _wait(end: float, what: str) -> None:
    if time.monotonic() > end:
        raise TooLate(f"{what}: {InboxItem.objects.count()} items are stored, {Batch.objects.count()} batches wait")
    time.sleep(LOOK_SECONDS)


def main(command: str, *arguments: str) -> None:
    match command, arguments:
        case "key", []:
            _say(vapid.current().public)
        case "populate", [members]:
            _say(populate(int(members), msgspec.json.decode(sys.stdin.buffer.read())))
            if connection.vendor == "postgresql":
                inside.tidy(User, Session, PushSubscription)
        case "watch", [members, seconds]:
            _say("looking")
            _say(watch(int(members), float(seconds)))
        case _:
            sys.exit(__doc__)


def _say(what: object) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(what) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
