"""Letters to who was not reached: of mentions and direct messages that somebody has left undone for as long as they said.

A person is looked at fifteen minutes after the first item of which a letter may tell, and then as often as needed. What is read by
the time of writing is in no letter, nor is what the person has silenced since, and no letter tells of an item twice.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta
from functools import partial
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.db import transaction
from django.db.models import Min, Q

from accounts.models import User
from chat.services.authority import Member
from core.db.clock import database_now
from core.db.commits import after_commit
from core.jobs import queue
from core.jobs.declarations import Claim, JobFailed
from core.jobs.queue import NewJob, enqueue_all
from notifications.jobs import LETTER, LETTERS
from notifications.mail import digest
from notifications.models import InboxItem, InboxState, MailAfter, Preferences
from notifications.models.item import Items
from notifications.selectors.inbox import inbox_of
from notifications.selectors.wanted import still_wanted

MAILED = ("mention", "direct")
AFTER = {
    MailAfter.QUARTER: timedelta(minutes=15),
    MailAfter.HOUR: timedelta(hours=1),
    MailAfter.DAY: timedelta(days=1),
}
SOONEST = min(AFTER.values())
MOST_TOGETHER = 200


def may_send() -> bool:
    """A letter has links, and no request says where they lead."""
    return settings.SENDS_MAIL and bool(settings.ORIGINS)


def watch(user_ids: Sequence[int]) -> None:
    """Something came of which a letter may tell these people. In the transaction that stores it, after their states."""
    if user_ids and may_send():
        states = InboxState.objects.filter(user__in=user_ids, mail_due_at=None)
        states.update(mail_due_at=database_now() + SOONEST)
        after_commit(_wake)


def look_again(user: User) -> None:
    """The person wants letters after another time. In the transaction that stores that."""
    if may_send():
        InboxState.objects.filter(user=user).update(mail_due_at=database_now())
        after_commit(partial(_wake, 0.0))


def send_due(claim: Claim) -> None:
    """Store a job for each letter that is due, and wait for the next. Handler of the job."""
    while _send_some() == MOST_TOGETHER:
        pass
    if may_send():
        first = InboxState.objects.aggregate(first=Min("mail_due_at"))["first"]
        # Also where nobody waits: whoever stores that somebody does, wakes the job after the commit, and may fail.
        delay = min((first - database_now()), SOONEST).total_seconds() if first else SOONEST.total_seconds()
        queue.enqueue_soonest(LETTERS, {}, key="next", delay=max(1.0, delay))


@transaction.atomic
def _send_some() -> int:
    now = database_now()
    states = InboxState.objects.select_for_update().filter(mail_due_at__lte=now).order_by("user")
    due = {state.user_id: state for state in states.select_related(None)[:MOST_TOGETHER]}
    oldest = dict(_missed().filter(user__in=due).values_list("user").annotate(Min("at")).order_by())
    delays = _delays(due)
    ready: list[int] = []
    for user, state in due.items():
        at, delay = oldest.get(user), delays.get(user)
        state.mail_due_at = None
        if at is not None and delay is not None and at + delay > now:
            state.mail_due_at = at + delay
        elif at is not None and delay is not None:
            ready.append(user)
    InboxState.objects.bulk_update(due.values(), ["mail_due_at"])
    enqueue_all(LETTER, [NewJob({"user": user}, str(user)) for user in ready])
    return len(due)


def _delays(users: Collection[int]) -> dict[int, timedelta]:
    """Of those to whom letters may go."""
    there = User.objects.filter(pk__in=users, is_active=True, email_verified_at__isnull=False).exclude(email="")
    said = dict(Preferences.objects.filter(user__in=users).values_list("user", "mail"))
    wanted = {user: said.get(user, MailAfter.DAY) for user in there.values_list("pk", flat=True)}
    return {user: AFTER[MailAfter(mail)] for user, mail in wanted.items() if mail != MailAfter.NEVER}


def write(claim: Claim) -> None:
    """Write to one person. Handler of the job. Raises JobFailed where it should be tried again."""
    user = User.objects.filter(pk=claim.data["user"]).first()
    if user is None or not may_send() or not _taken(user, claim.id):
        return
    try:
        _send(user, claim.id)
    except (OSError, SMTPException) as error:
        if not _is_refused_for_good(error):
            InboxItem.objects.filter(user=user, letter=claim.id).update(letter=None)
            raise JobFailed(f"A letter could not be sent: {type(error).__name__}") from None


@transaction.atomic
def _taken(user: User, job: int) -> bool:
    """Whether there is something to write of now. No other letter tells of it from now on: of two jobs at once, one waits for the
    other. Of what has come too lately, another letter tells.

    What an attempt of this job took that was cut off, this one has, too.
    """
    delay = _delays([user.pk]).get(user.pk)
    if delay is None:
        return False
    missed = _mailable(inbox_of(user).undone()).filter(Q(letter=None) | Q(letter=job))
    # Of the rows themselves: with `values_list` Django leaves `of` out, and messages and memberships would be locked, too.
    locked = list(missed.select_for_update(of=("self",), no_key=True).order_by("pk").only("pk", "at", "letter"))
    if all(item.letter is None for item in locked) and _is_put_off(user, locked, delay):
        return False
    InboxItem.objects.filter(pk__in=[item.pk for item in locked]).update(letter=job)
    return bool(locked)


def _is_put_off(user: User, items: Collection[InboxItem], delay: timedelta) -> bool:
    """Whether none of these items that a letter would show is old enough; then the person is looked at when one is.

    The job that stored this one knows neither whom the person hides nor what they silenced, and such items stay undone.
    """
    wanted = set(still_wanted(user.pk, InboxItem.objects.filter(pk__in=[item.pk for item in items])))
    oldest = min((item.at for item in items if item.pk in wanted), default=None)
    wait = oldest + delay - database_now() if oldest else timedelta()
    if oldest is None or wait <= timedelta():
        return False
    states = InboxState.objects.filter(Q(mail_due_at=None) | Q(mail_due_at__gt=oldest + delay), user=user)
    states.update(mail_due_at=oldest + delay)
    after_commit(partial(_wake, wait.total_seconds()))
    return True


def _send(user: User, job: int) -> None:
    wanted = still_wanted(user.pk, inbox_of(user).undone().filter(letter=job))
    rows = InboxItem.objects.of(user).filter(pk__in=wanted[: digest.MOST_SHOWN])
    newest = list(rows.select_related("message__author", "message__room").order_by("-pk"))
    rooms = Member(user).rooms_among({item.message.room_id for item in newest})
    shown = [item for item in reversed(newest) if item.message.room_id in rooms]
    if shown:
        said = Preferences.objects.filter(user=user).first() or Preferences(user=user)
        digest.letter_to(user, shown, len(wanted), settings.ORIGINS[0], said.letters_begun).send()


def _missed() -> Items:
    """Of everybody: undone, and no letter tells of it."""
    rows = InboxItem.objects.filter(membership__left_at=None, message__deleted_at=None).undone()
    return _mailable(rows).filter(letter=None)


def _mailable(items: Items) -> Items:
    return items.filter(kind__in=MAILED)


def _is_refused_for_good(error: Exception) -> bool:
    refused = error.recipients if isinstance(error, SMTPRecipientsRefused) else {}
    return bool(refused) and all(code >= 500 for code, _ in refused.values())


def _wake(delay: float = SOONEST.total_seconds()) -> None:
    queue.enqueue_soonest(LETTERS, {}, key="next", delay=delay)
