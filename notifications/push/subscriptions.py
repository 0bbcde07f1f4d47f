"""Devices that take pushes: one subscription for a session."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Session, User
from core.problems import Problem
from notifications.models import PushSubscription
from notifications.models.push_subscription import digest_of
from notifications.push import vapid
from notifications.push.checks import expect_reachable
from notifications.push.transport.encryption import Device

# Of one person, the newest. A push goes to each, and one job sends those of all people.
MOST_DEVICES = 50
# So often in a row a service refuses what it is sent before the subscription goes.
MOST_REFUSED = 10
# So long nothing has worked, and so often it was tried.
LONGEST_FAILING, MOST_FAILURES = timedelta(days=3), 10
Privacy = PushSubscription.Privacy


class Given(NamedTuple):
    """What a browser gives, and how it wants its notifications."""

    endpoint: str
    p256dh: str
    auth: str
    site: str
    language: str
    # What the browser remembers of it. It counts where the site knows nothing of this device.
    privacy: str = ""


def subscribe(*, by: User, session_id: UUID, given: Given) -> PushSubscription:
    """The device of this session takes pushes by this endpoint, and by no other. A browser says so at every start.

    Raises Problem `invalid` for an endpoint that the site sends nothing to, for keys that are none, and for an endpoint that somebody
    else has with other keys.
    """
    _expect_keys(given)
    present = PushSubscription.objects.filter(session=session_id, digest=digest_of(given.endpoint)).first()
    if present is None:
        expect_reachable(given.endpoint, by.pk)
    for attempt in (1, 2):
        try:
            with transaction.atomic():
                return _stored(by, session_id, given)
        except IntegrityError:
            # Another call of this session or browser was first.
            if attempt == 2:
                raise
    raise AssertionError


def _stored(by: User, session_id: UUID, given: Given) -> PushSubscription:
    digest = digest_of(given.endpoint)
    rows = PushSubscription.objects.select_for_update().filter(Q(session=session_id) | Q(digest=digest))
    found = {row.digest == digest: row for row in rows.order_by("pk")}
    same, other = found.get(True), found.get(False)
    values: dict[str, Any] = {
        "user_id": by.pk,
        "session_id": session_id,
        "endpoint": given.endpoint,
        "digest": digest,
        "p256dh": given.p256dh,
        "auth": given.auth,
        "site": given.site,
        "language": given.language,
    }
    if same and same.user_id != by.pk and (same.p256dh, same.auth) != (given.p256dh, given.auth):
        # The browser itself has the same keys, whoever signs in there.
        raise Problem("invalid", fields={"endpoint": ["invalid"]})
    if other:
        other.delete()
    known = [row.privacy for row in (same, other) if row and row.user_id == by.pk]
    # A browser changes its endpoint by itself, and may have lost the call by which less was to be shown: nobody has asked for
    # more to be shown by that.
    values["privacy"] = max(
        [*known, *([given.privacy] if given.privacy else [])], key=_strictness, default=Privacy.TEXT
    )
    if same is None:
        made = PushSubscription.objects.create(**values, key=vapid.current())
        _forget_old(by)
        return made
    changed = [name for name, value in values.items() if getattr(same, name) != value]
    if changed:
        for name in changed:
            setattr(same, name, values[name])
        same.save(update_fields=changed)
    return same


def _forget_old(user: User) -> None:
    """Their browsers subscribe again at their next start."""
    newest = PushSubscription.objects.filter(user=user).order_by("-pk").values_list("pk", flat=True)
    forget(list(newest[MOST_DEVICES : 2 * MOST_DEVICES]))


def _strictness(privacy: str) -> int:
    return Privacy.values.index(privacy)


def change(*, by: User, subscription_id: int, privacy: str) -> PushSubscription:
    """Raises Problem `not_found`."""
    subscription = of_person(by, subscription_id)
    if subscription.privacy != privacy:
        subscription.privacy = privacy
        subscription.save(update_fields=["privacy"])
    return subscription


def unsubscribe(*, by: User, subscription_id: int) -> None:
    PushSubscription.objects.filter(user=by, pk=subscription_id).delete()


def of_person(user: User, subscription_id: int) -> PushSubscription:
    """Raises Problem `not_found`."""
    mine = PushSubscription.objects.live().select_related("key", "user")
    subscription = mine.filter(user=user, pk=subscription_id).first()
    if subscription is None:
        raise Problem("not_found")
    return subscription


def all_of(user: User) -> Sequence[PushSubscription]:
    """As many as the person is signed in at."""
    return list(PushSubscription.objects.live().filter(user=user).order_by("pk"))


def sessions_ended(*, sessions: Iterable[Session], **_: object) -> None:
    """A receiver. Where the process ends before, no push is sent all the same: `live` leaves the row out."""
    PushSubscription.objects.filter(session__in=[session.pk for session in sessions]).delete()


def forget(subscription_ids: Collection[int]) -> None:
    """Those that their push service knows no more."""
    # A deletion of nothing begins a transaction, which on SQLite waits for all who write.
    if subscription_ids:
        PushSubscription.objects.filter(pk__in=subscription_ids).delete()


def note(
    *,
    worked: Iterable[PushSubscription] = (),
    slow: Iterable[int] = (),
    failed: Mapping[int, float] = MappingProxyType({}),
    refused: Collection[int] = (),
) -> None:
    """What came of pushes, by subscription; of those that failed, after how many seconds there is another attempt. One that refuses
    again and again goes, and one that has failed for days: its browser subscribes again at its next start.

    One row a statement: workers that note the same ones do not wait for each other.
    """
    now = timezone.now()
    well = {"has_worked": True, "refused": 0, "failures": 0, "failing_since": None, "retry_at": None}
    for device in worked:
        if device.failing or device.refused or not device.has_worked:
            PushSubscription.objects.filter(pk=device.pk).update(**well, failing=False)
    for number in slow:
        PushSubscription.objects.filter(pk=number).update(**well, failing=True)
    for number, pause in failed.items():
        PushSubscription.objects.filter(pk=number).update(
            failing=True,
            failures=F("failures") + 1,
            failing_since=Coalesce(F("failing_since"), now),
            retry_at=now + timedelta(seconds=pause),
        )
    for number in refused:
        PushSubscription.objects.filter(pk=number).update(refused=F("refused") + 1)
    if failed or refused:
        has_failed = Q(pk__in=failed, failures__gte=MOST_FAILURES, failing_since__lt=now - LONGEST_FAILING)
        PushSubscription.objects.filter(has_failed | Q(pk__in=refused, refused__gte=MOST_REFUSED)).delete()


def _expect_keys(given: Given) -> None:
    try:
        Device.read(given.p256dh, given.auth)
    except ValueError:
        raise Problem("invalid", fields={"keys": ["invalid"]}) from None
