"""Delete what a banned person wrote, by a job: each message in a transaction of its own, as an administrator deletes it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from accounts.models import User
from chat.models import Message
from chat.services.authority import Administrator
from chat.services.messages import editing
from core.audit.recording import record
from core.jobs import queue
from core.jobs.declarations import Claim, JobFailed
from core.jobs.queue import NewJob
from moderation.jobs import REMOVE_CONTENT
from moderation.models import SiteBan

MESSAGES_AT_ONCE = 100


def begin(bans: Sequence[SiteBan], by: User, since: datetime) -> None:
    """In the transaction of the bans."""
    for site_ban in bans:
        site_ban.remove_since, site_ban.removed, site_ban.removed_at = since, 0, None
    ids = [site_ban.pk for site_ban in bans]
    SiteBan.objects.filter(pk__in=ids).update(remove_since=since, removed=0, removed_at=None)
    queue.enqueue_all(REMOVE_CONTENT, [NewJob({"ban": pk, "by": by.pk}, key=str(pk)) for pk in ids])


def remove(claim: Claim) -> None:
    """Delete all messages since `remove_since`; a lifted ban stops it. Handler of the job, which goes on after each attempt."""
    by = User.objects.filter(pk=claim.data["by"]).first()
    if by is None:
        raise JobFailed("Who banned is gone.")
    last = 0
    while site_ban := _standing(claim.data["ban"]):
        messages = _messages(site_ban, after=last)
        if not messages:
            _complete(site_ban, by)
            return
        for message in messages:
            _delete(site_ban, by, message)
            last = message.pk


def _standing(ban_id: int) -> SiteBan | None:
    """The ban, as long as there is something to remove for it."""
    wanted = SiteBan.objects.filter(lifted_at=None, remove_since__isnull=False, removed_at=None)
    return wanted.select_related("user").filter(pk=ban_id).first()


def _messages(site_ban: SiteBan, *, after: int) -> list[Message]:
    theirs = Message.objects.filter(author=site_ban.user, deleted_at=None, pk__gt=after)
    theirs = theirs.filter(created_at__gte=site_ban.remove_since)
    return list(theirs.select_related("author").order_by("pk")[:MESSAGES_AT_ONCE])


@transaction.atomic
def _delete(site_ban: SiteBan, by: User, message: Message) -> None:
    editing.delete(by=Administrator(by), message=message)
    SiteBan.objects.filter(pk=site_ban.pk).update(removed=F("removed") + 1)


@transaction.atomic
def _complete(site_ban: SiteBan, by: User) -> None:
    done = SiteBan.objects.filter(pk=site_ban.pk, removed_at=None).update(removed_at=Now())
    if done:
        record("moderation.content_removed", by=None, on=site_ban.user, details={"messages": site_ban.removed})
