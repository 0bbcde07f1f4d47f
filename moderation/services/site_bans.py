"""Ban somebody from the whole site, and lift it. docs/decisions/access/mutes.md."""

from datetime import datetime
from functools import partial

from django.db import transaction

from accounts.models import User
from accounts.services import people
from chat.models.guards import BANNED
from chat.services import guards
from core.audit.recording import record
from core.db.clock import database_now
from core.problems import Problem
from moderation.models import SiteBan
from moderation.services import removal

PERMISSION, LIFT_PERMISSION = "moderation.add_siteban", "moderation.delete_siteban"


@transaction.atomic
def ban(*, by: User, user_id: int, reason: str = "", remove_since: datetime | None = None) -> SiteBan:
    """Deactivate a person and end all their sessions. `remove_since`: a job deletes their messages since then. Who is banned stays
    banned, with the first reason; a removal that was not asked for before begins.

    By staff with PERMISSION. Raises Problem `not_found` or `forbidden`.
    """
    user = _person(by, user_id, PERMISSION)
    known = SiteBan.objects.select_related("user", "banned_by").filter(user=user).first()
    stands = known is not None and known.stands
    site_ban = known or SiteBan(user=user)
    if not stands:
        site_ban.banned_by, site_ban.at, site_ban.reason = by, database_now(), reason.strip()
        site_ban.lifted_at = site_ban.remove_since = site_ban.removed_at = None
        site_ban.removed = 0
        site_ban.save()
        people.set_active(user=user, active=False)
        guards.guard_person(user.pk, BANNED, True)
        transaction.on_commit(partial(guards.wait_for_writers, user.pk))
        record("moderation.site_banned", by=by, on=user, reason=site_ban.reason, details=_removing(remove_since))
    if remove_since is not None and site_ban.remove_since is None:
        removal.begin(site_ban, by, remove_since)
    return site_ban


@transaction.atomic
def lift(*, by: User, user_id: int) -> None:
    """Lift a ban: the person may sign in again. What was removed stays removed, and nothing more is. Without a ban nothing changes.

    By staff with LIFT_PERMISSION. Raises Problem `not_found` or `forbidden`.
    """
    user = _person(by, user_id, LIFT_PERMISSION)
    site_ban = SiteBan.objects.select_for_update(of=("self",)).filter(user=user, lifted_at=None).first()
    if site_ban is None:
        return
    site_ban.lifted_at = database_now()
    site_ban.save(update_fields=["lifted_at"])
    guards.guard_person(user.pk, BANNED, False)
    people.set_active(user=user, active=True)
    record("moderation.site_ban_lifted", by=by, on=user)


def _person(by: User, user_id: int, permission: str) -> User:
    """Somebody to be banned, locked."""
    if not by.is_staff or not by.has_perm(permission):
        raise Problem("forbidden", "Only the staff bans from the site.")
    user = User.objects.select_for_update(no_key=True).filter(pk=user_id).first()
    if user is None:
        raise Problem("not_found")
    if user.pk == by.pk:
        raise Problem("forbidden", "Nobody bans themselves.")
    if user.is_staff and not by.is_superuser:
        raise Problem("forbidden", "Only a superuser bans people of the staff.")
    return user


def _removing(since: datetime | None) -> dict[str, str]:
    return {} if since is None else {"remove_since": since.isoformat()}
