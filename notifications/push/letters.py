"""Pushes with all that sending them takes, and what becomes of their devices."""

import logging
import random
import time
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric import ec
from msgspec import Struct

from core.jobs.queue import NewJob
from core.net.kept_connections import KeptConnections
from notifications.deciding.decision import Kind
from notifications.models import PushSubscription
from notifications.push import budgets, subscriptions, vapid, wording
from notifications.push.delivery import Outcome, Push, Urgency, deliver
from notifications.push.encryption import Device
from notifications.push.jobs import PUSH_AGAIN
from notifications.push.relevance import Due, Place
from notifications.push.telling import DAY, SECONDS_WORTH, payload_of, store

logger = logging.getLogger(__name__)

AT_ONCE = 16
# Of a first attempt. Whoever takes longer waits apart, and has time there.
SECONDS = 3.0
SLOW_SECONDS = 2.0
URGENT = ("mention", "direct", "keyword")
# 15 s, 30 s, 1 min … 15 min, half of each by chance.
FIRST_PAUSE_SECONDS = 15.0
LONGEST_PAUSE_SECONDS = 900.0

connections = KeptConnections()


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


@dataclass(frozen=True, slots=True)
class Letter:
    """The threads that send use no database."""

    target: Target
    private: ec.EllipticCurvePrivateKey
    push: Push
    seconds: float

    def send(self) -> Sent:
        """Whatever is wrong with one device or its service, is no other's."""
        subscription, began = self.target.device, time.monotonic()
        try:
            device = Device.read(subscription.p256dh, subscription.auth)
            outcome = deliver(
                subscription.endpoint, device, self.private, self.push, seconds=self.seconds, kept=connections
            )
        except Exception as error:
            logger.error("a push could not be sent: %s", type(error).__name__)
            outcome = Outcome("refused", why="failed")
        took = time.monotonic() - began
        budgets.note(subscription, took)
        return Sent(self.target, outcome, outcome.kind == "sent" and took > SLOW_SECONDS)


def letters(due: Iterable[tuple[Target, Due]], seconds: float | None = None) -> list[Letter]:
    """What these devices are to tell of, as far as it is not too late for that."""
    found: list[Letter] = []
    sealed = 0
    for target, told in due:
        push, private = _push(target, told), vapid.private_of(target.device.key)
        if push and private is None:
            sealed += 1
        elif push and private is not None:
            found.append(Letter(target, private, push, seconds or SECONDS))
    if sealed:
        logger.error("%d devices get no push: their key was sealed with a SECRET_KEY that is not known", sealed)
    return found


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
    with ThreadPoolExecutor(min(AT_ONCE, len(letters)), "push") as threads:
        sent = list(threads.map(Letter.send, letters))
    _conclude(sent)
    return sent


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
    try_again(late)
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
