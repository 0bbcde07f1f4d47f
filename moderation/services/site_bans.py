"""Ban people from the whole site, and lift it. docs/decisions/access/mutes.md."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import partial

from django.db import transaction

from accounts.models import User
from accounts.services import many_people
from chat.models.guards import BANNED
from chat.services import guards
from core.audit.recording import NewAct, record_all
from core.db.clock import database_now
from core.db.rows import Rows
from core.problems import Problem
from moderation.models import SiteBan
from moderation.services import removal

PERMISSION, LIFT_PERMISSION = "moderation.add_siteban", "moderation.delete_siteban"

_begun = Rows(
    "begun", SiteBan, ("id", "banned_by_id", "at", "reason", "lifted_at", "remove_since", "removed_at", "removed")
)


def ban(*, by: User, user_id: int, reason: str = "", remove_since: datetime | None = None) -> SiteBan:
    """Deactivate a person and end all their sessions. `remove_since`: a job deletes their messages since then. Who is banned stays
    banned, with the first reason; a removal that was not asked for before begins.

    By staff with PERMISSION. Raises Problem `not_found` or `forbidden`.
    """
    banned = ban_many(by=by, user_ids=[user_id], reason=reason, remove_since=remove_since)
    if not banned:
        raise Problem("not_found")
    return banned[0]


@transaction.atomic
def ban_many(
    *, by: User, user_ids: Collection[int], reason: str = "", remove_since: datetime | None = None
) -> Sequence[SiteBan]:
    """As `ban`, all or none, with a few statements. Whoever is gone is left out."""
    people = _people(by, user_ids, PERMISSION)
    known = {row.user_id: row for row in SiteBan.objects.filter(user__in=people).select_related("banned_by")}
    bans = [known.get(person.pk) or SiteBan(user=person) for person in people]
    for site_ban, person in zip(bans, people, strict=True):
        site_ban.user = person
    _begin([site_ban for site_ban in bans if not (site_ban.pk and site_ban.stands)], by, reason.strip(), remove_since)
    if remove_since is not None:
        removal.begin([site_ban for site_ban in bans if site_ban.remove_since is None], by, remove_since)
    return bans


def lift(*, by: User, user_id: int) -> None:
    """Lift a ban: the person may sign in again. What was removed stays removed, and nothing more is. Without a ban nothing changes.

    By staff with LIFT_PERMISSION. Raises Problem `not_found` or `forbidden`.
    """
    if not User.objects.filter(pk=user_id).exists():
        raise Problem("not_found")
    lift_many(by=by, user_ids=[user_id])


@transaction.atomic
def lift_many(*, by: User, user_ids: Collection[int]) -> None:
    """As `lift`, all or none, with a few statements. Whoever is gone is left out."""
    people = _people(by, user_ids, LIFT_PERMISSION)
    standing = SiteBan.objects.select_for_update(of=("self",)).filter(user__in=people, lifted_at=None)
    lifted = set(standing.order_by("pk").values_list("user_id", flat=True))
    SiteBan.objects.filter(user__in=lifted).update(lifted_at=database_now())
    guards.guard_people(lifted, BANNED, False)
    freed = [person for person in people if person.pk in lifted]
    many_people.set_active(by=by, people=freed, active=True)
    record_all(NewAct("moderation.site_ban_lifted", by, on=person) for person in freed)


def _begin(bans: Sequence[SiteBan], by: User, reason: str, remove_since: datetime | None) -> None:
    if not bans:
        return
    now = database_now()
    for site_ban in bans:
        site_ban.banned_by, site_ban.at, site_ban.reason = by, now, reason
        site_ban.lifted_at = site_ban.remove_since = site_ban.removed_at = None
        site_ban.removed = 0
    again = [site_ban for site_ban in bans if site_ban.pk]
    SiteBan.objects.bulk_create([site_ban for site_ban in bans if not site_ban.pk])
    _begun.save(again)
    ids = [site_ban.user_id for site_ban in bans]
    many_people.set_active(by=by, people=[site_ban.user for site_ban in bans], active=False)
    guards.guard_people(ids, BANNED, True)
    transaction.on_commit(partial(guards.wait_for_writers, ids))
    details = {} if remove_since is None else {"remove_since": remove_since.isoformat()}
    record_all(NewAct("moderation.site_banned", by, on=each.user, reason=reason, details=details) for each in bans)


def _people(by: User, user_ids: Iterable[int], permission: str) -> list[User]:
    """Those who are to be banned, or not any more, locked."""
    if not by.is_staff or not by.has_perm(permission):
        raise Problem("forbidden", "Only the staff bans from the site.")
    people = list(User.objects.select_for_update(no_key=True).filter(pk__in=set(user_ids)).order_by("pk"))
    for person in people:
        if person.pk == by.pk:
            raise Problem("forbidden", "Nobody bans themselves.", about=person)
        if person.is_staff and not by.is_superuser:
            raise Problem("forbidden", "Only a superuser bans people of the staff.", about=person)
    return people
