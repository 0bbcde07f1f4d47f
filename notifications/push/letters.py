"""Pushes with all that sending them takes, and what becomes of their devices."""

import logging
import random
import time
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric import ec
from msgspec import Struct

from core.jobs.queue import NewJob
from notifications.deciding.decision import Kind
from notifications.models import PushSubscription
from notifications.push import budgets, subscriptions, vapid, wording
from notifications.push.jobs import PUSH_AGAIN
from notifications.push.relevance import Due, Place
from notifications.push.telling import DAY, SECONDS_WORTH, payload_of, store
from notifications.push.transport.parcels import Delivered, Outcome, Parcel, Push, Urgency
from notifications.push.transport.sender import send

logger = logging.getLogger(__name__)

# Of a first attempt. Whoever takes longer waits apart, and has time there.
SECONDS = 3.0
SLOW_SECONDS = 2.0
URGENT = ("mention", "direct", "keyword")
# 15 s, 30 s, 1 min … 15 min, half of each by chance.
FIRST_PAUSE_SECONDS = 15.0
LONGEST_PAUSE_SECONDS = 900.0
# Of what is nobody's fault. Spread, so that they are fewer at once: one of them may have ended the process that sends.
POSTPONED_SECONDS = 15.0, 60.0


class Target(NamedTuple):
    """`since`: as in Work."""

    device: PushSubscription
    room: int
    kind: Kind
    since: int = 0

    @property
    def place(self) -> Place:
        return self.room, self.device.user_id


class Retry(Struct):
    """The payload of a job that tries again."""

    room: int
    kind: Kind
    device: int
    since: int = 0


class Sent(NamedTuple):
    target: Target
    outcome: Outcome
    is_slow: bool


class Letter(NamedTuple):
    target: Target
    parcel: Parcel


def letters(due: Iterable[tuple[Target, Due]], seconds: float | None = None) -> list[Letter]:
    """What these devices are to tell of, as far as it is not too late for that."""
    found: list[Letter] = []
    sealed = 0
    for target, told in due:
        push, private = _push(target, told), vapid.private_of(target.device.key)
        if push and private is None:
            sealed += 1
        elif push and private is not None:
            found.append(Letter(target, parcel_of(target.device, private, push, seconds or SECONDS)))
    if sealed:
        logger.error("%d devices get no push: their key was sealed with a SECRET_KEY that is not known", sealed)
    return found


def parcel_of(device: PushSubscription, private: ec.EllipticCurvePrivateKey, push: Push, seconds: float) -> Parcel:
    try:
        authorization = vapid.authorization(private, device.endpoint)
    except ValueError:
        # Of an odd endpoint. It fails alone, when it is sent.
        authorization = ""
    return Parcel(device.endpoint, device.p256dh, device.auth, authorization, push, seconds)


def _push(target: Target, due: Due) -> Push | None:
    """None where it is too late. No service keeps it for longer than it is worth, or until the person wants quiet."""
    until = due.message.created_at.timestamp() + SECONDS_WORTH.get(target.kind, DAY)
    if due.quiet_at is not None:
        until = min(until, due.quiet_at.timestamp())
    left = int(until - time.time())
    if left <= 0:
        return None
    urgency: Urgency = "high" if target.kind in URGENT else "normal"
    text = wording.text_of(target.device, due.message, due.number)
    return Push(text, left, urgency, wording.topic_of(target.device, target.room))


def send_all(letters: Sequence[Letter]) -> list[Sent]:
    """Send them, and note what became of them. What a push service does not take now is another job."""
    if not letters:
        return []
    sent = list(map(_sent, letters, send([letter.parcel for letter in letters])))
    _conclude(sent)
    return sent


def _sent(letter: Letter, delivered: Delivered) -> Sent:
    outcome, seconds = delivered.outcome, delivered.seconds
    if outcome.kind != "postponed":
        budgets.note(letter.target.device, seconds)
    return Sent(letter.target, outcome, outcome.kind == "sent" and seconds > SLOW_SECONDS)


def _conclude(sent: Sequence[Sent]) -> None:
    by_kind: dict[str, list[Sent]] = {}
    for each in sent:
        by_kind.setdefault("slow" if each.is_slow else each.outcome.kind, []).append(each)
    late = {
        each.target: each.outcome.pause or pause_after(each.target.device.failures + 1)
        for each in by_kind.get("later", ())
    }
    subscriptions.forget(_ids(by_kind.get("gone", ())))
    subscriptions.note(
        worked=[each.target.device for each in by_kind.get("sent", ())],
        slow=_ids(by_kind.get("slow", ())),
        failed={target.device.pk: pause for target, pause in late.items()},
        refused=_ids(by_kind.get("refused", ())),
    )
    postponed = {each.target: random.uniform(*POSTPONED_SECONDS) for each in by_kind.get("postponed", ())}
    try_again({**late, **postponed})
    if by_kind.keys() - {"sent"}:
        counted = Counter(each.outcome.kind for each in sent)
        logger.info("pushes: %s", ", ".join(f"{number} {kind}" for kind, number in sorted(counted.items())))


def _ids(sent: Iterable[Sent]) -> Collection[int]:
    return {each.target.device.pk for each in sent}


def try_again(pauses: Mapping[Target, float]) -> None:
    """After so many seconds. While one waits for a device and room, it tells of what comes next, too."""
    store(
        PUSH_AGAIN,
        [
            NewJob(
                payload_of(Retry(target.room, target.kind, target.device.pk, target.since)),
                f"{target.device.pk}:{target.room}:{target.kind}",
                pause,
            )
            for target, pause in pauses.items()
        ],
    )


def pause_after(failures: int) -> float:
    longest = min(FIRST_PAUSE_SECONDS * 2 ** min(failures - 1, 20), LONGEST_PAUSE_SECONDS)
    return random.uniform(longest / 2, longest)
