"""A new password for somebody who cannot sign in, by a link to their address, or one that an administrator hands them."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models.functions import Coalesce, Now
from django.utils.crypto import salted_hmac

from accounts import mail, signed_links
from accounts.backends import by_name_or_email
from accounts.models import Session, User
from accounts.models.people import hashed_form
from accounts.services import idempotency, sessions
from accounts.services.idempotency import Once
from accounts.services.passwords import password_problems, tell_changed
from core.audit.recording import record
from core.problems import Problem

LIFETIME = timedelta(hours=1)
# It may travel on paper.
HANDED_LIFETIME = timedelta(days=1)
RESET = "reset the password"


def request(*, name: str, desk: mail.Desk) -> None:
    """Send a link to whoever `name` is, a user name or an address: who asks cannot tell whether it is anybody's.

    Raises Problem `mail_unavailable`.
    """
    mail.require()
    mail.post("password_reset", desk, once=name, name=name)


@transaction.atomic
def hand(*, user: User, site: str, by: User | None = None) -> str:
    """A link for an administrator to hand over; `site` is the origin it leads to. Raises Problem `user_inactive`."""
    if not user.is_active:
        raise Problem("user_inactive")
    record("accounts.password_link_made", by=by, on=user)
    return f"{site}/reset#link={signed_links.make('password_reset_handed', user=user.pk, state=_state(user))}"


def reset(*, link: str, new: str, desk: mail.Desk) -> None:
    """Set the password and sign every device out; once, also where the link is opened again to set the same one.

    Raises Problem `link_invalid`, or `invalid` for a weak password.
    """
    if _is_done(link, new):
        return
    user, mailed = _read(link)
    if problems := password_problems(new, user, field="new"):
        raise Problem("invalid", fields=problems)
    # Hashing takes its time, and is done before anything is locked; of two uses at once, only one still finds the old password.
    same = User.objects.filter(pk=user.pk, is_active=True, password=user.password, email=user.email)
    # A link that went to this address shows that it is theirs.
    confirmed = {"email_verified_at": Coalesce("email_verified_at", Now())} if mailed else {}
    with transaction.atomic():
        if not same.update(password=make_password(hashed_form(new)), **confirmed):
            raise Problem("link_invalid")
        idempotency.remember(Once.of(user, RESET, link), user.pk)
        sessions.revoke(user.sessions.live(), Session.End.PASSWORD_CHANGED)
        tell_changed(user, desk)
        record("accounts.password_reset", by=user, on=user)


def write_link(letter: str, desk: mail.Desk, job: int, *, name: str) -> None:
    user = by_name_or_email(name).filter(is_active=True).exclude(email="").first()
    if user and mail.is_due(letter, user.email, job):
        link = signed_links.make(letter, user=user.pk, state=_state(user))
        mail.send(letter, user.email, desk, language=user.language, link=f"{desk.site}/reset#link={link}")


def _is_done(link: str, new: str) -> bool:
    """Whether this link has set this very password before. Whoever has the link could have set any, so it tells them nothing."""
    claims, _ = _claims(link)
    user = User.objects.filter(pk=claims["user"], is_active=True).first()
    return bool(user and idempotency.known(Once.of(user, RESET, link)) and user.check_password(new))


def _read(link: str) -> tuple[User, bool]:
    """Whose link it is, and whether it was mailed."""
    claims, mailed = _claims(link)
    user = User.objects.filter(pk=claims["user"], is_active=True).first()
    if user is None or _state(user) != claims["state"]:
        raise Problem("link_invalid")
    return user, mailed


def _claims(link: str) -> tuple[dict[str, Any], bool]:
    with suppress(Problem):
        return signed_links.read("password_reset", link, LIFETIME), True
    return signed_links.read("password_reset_handed", link, HANDED_LIFETIME), False


def _state(user: User) -> str:
    """Another one as soon as the password or the address is another one, so that a link is good for one change."""
    return salted_hmac("irori.password_reset", f"{user.password} {user.email}").hexdigest()
