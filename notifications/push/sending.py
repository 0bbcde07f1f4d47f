"""Send pushes, as a job: to the devices of some people, at once. No transaction is open and no row is held meanwhile."""

import logging
import random
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from msgspec import UNSET
from msgspec.structs import replace

from core.jobs.declarations import Claim, QueueFull
from core.jobs.queue import NewJob, enqueue_all
from notifications.models import PushSubscription
from notifications.push import relevance, subscriptions, vapid, wording
from notifications.push.delivery import Outcome, Push, Urgency, deliver
from notifications.push.encryption import Device
from notifications.push.jobs import PUSH_AGAIN
from notifications.push.telling import Work

logger = logging.getLogger(__name__)

AT_ONCE = 8
# 15 s, 30 s, 1 min … 16 min, half of each by chance.
MOST_ATTEMPTS = 8
FIRST_PAUSE_SECONDS = 15.0
URGENT = ("mention", "direct", "keyword")


@dataclass(frozen=True, slots=True)
class _Letter:
    """A push with all that sending it takes: the threads that send use no database."""

    subscription: PushSubscription
    private: ec.EllipticCurvePrivateKey
    push: Push

    def send(self) -> Outcome:
        device = Device.read(self.subscription.p256dh, self.subscription.auth)
        return deliver(self.subscription.endpoint, device, self.private, self.push)


def send(claim: Claim) -> None:
    """The handler of both types. What a push service does not take now is another job."""
    work = msgspec.convert(claim.data, Work)
    if time.time() > work.until:
        return
    devices = _devices(work)
    slow = [device for device in devices if device.failing] if work.devices is UNSET else []
    _try_again(work, {device.pk: 0.0 for device in slow}, work.attempt)
    letters = _letters(work, [device for device in devices if device not in slow])
    if letters:
        with ThreadPoolExecutor(min(AT_ONCE, len(letters)), "push") as threads:
            outcomes = list(threads.map(_Letter.send, letters))
        _conclude(work, [letter.subscription.pk for letter in letters], outcomes)


def _devices(work: Work) -> list[PushSubscription]:
    live = PushSubscription.objects.live().select_related("key", "user")
    if work.devices is not UNSET:
        return list(live.filter(pk__in=work.devices))
    of_people = live.filter(user__in=[] if work.users is UNSET else work.users)
    # Whoever calls everybody who is there does not wake those who are not.
    return list(of_people.lately_active() if work.kind == "here" else of_people)


def _letters(work: Work, devices: Sequence[PushSubscription]) -> list[_Letter]:
    """To devices of those who are still to be told."""
    due = relevance.due_in(work.room, work.kind, {device.user_id for device in devices})
    letters: list[_Letter] = []
    for device in devices:
        told, private = due.get(device.user_id), vapid.private_of(device.key)
        if told and private is None:
            logger.error("a device gets no push: its key was sealed with a SECRET_KEY that is not known")
        if told and private is not None:
            letters.append(_Letter(device, private, _push(work, device, told)))
    return letters


def _push(work: Work, device: PushSubscription, due: relevance.Due) -> Push:
    ttl = max(0, int(work.until - time.time()))
    urgency: Urgency = "high" if work.kind in URGENT else "normal"
    text, topic = wording.text_of(device, due.message, due.number), wording.topic_of(device, work.room)
    return Push(text, ttl, urgency, topic)


def _conclude(work: Work, ids: Sequence[int], outcomes: Sequence[Outcome]) -> None:
    by_kind: dict[str, list[int]] = {}
    for device, outcome in zip(ids, outcomes, strict=True):
        by_kind.setdefault(outcome.kind, []).append(device)
    late = {device: outcome for device, outcome in zip(ids, outcomes, strict=True) if outcome.kind == "later"}
    subscriptions.forget(by_kind.get("gone", ()))
    subscriptions.note(
        worked=by_kind.get("sent", []), failed=by_kind.get("later", []), refused=by_kind.get("refused", [])
    )
    if work.attempt < MOST_ATTEMPTS:
        pauses = {device: outcome.pause or _pause_after(work.attempt) for device, outcome in late.items()}
        _try_again(work, pauses, work.attempt + 1)
    if len(by_kind.get("sent", ())) < len(ids):
        counted = ", ".join(f"{len(devices)} {kind}" for kind, devices in sorted(by_kind.items()))
        logger.info("pushes: %s", counted)


def _try_again(work: Work, pauses: Mapping[int, float], attempt: int) -> None:
    """After so many seconds, by device. While one waits for a device and room, it tells of what comes next, too."""
    jobs = [
        NewJob(
            replace(work, users=UNSET, devices=[device], attempt=attempt).payload,
            f"{device}:{work.room}:{work.kind}",
            pause,
        )
        for device, pause in pauses.items()
        if time.time() + pause < work.until
    ]
    try:
        enqueue_all(PUSH_AGAIN, jobs)
    except QueueFull as full:
        logger.error("%d pushes were dropped: %s", len(jobs), full)


def _pause_after(attempt: int) -> float:
    longest = FIRST_PAUSE_SECONDS * 2 ** (attempt - 1)
    return random.uniform(longest / 2, longest)
