"""A new password for somebody who cannot sign in, by a link to their address."""

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models.functions import Coalesce, Now
from django.utils.crypto import salted_hmac

from accounts import links, mail, tokens
from accounts.backends import by_name_or_email
from accounts.models import Session, User
from accounts.passwords import password_problems, tell_changed
from config.errors import Problem

LIFETIME = timedelta(hours=1)


def request(*, name: str, desk: mail.Desk) -> None:
    """Send a link to whoever `name` is, a user name or an address: who asks cannot tell whether it is anybody's.

    Raises Problem `mail_unavailable`.
    """
    mail.require()
    mail.after_answer(lambda: _send(name, desk))


def reset(*, link: str, new: str, desk: mail.Desk) -> None:
    """Set the password and sign every device out. Raises Problem `link_invalid`, or `invalid` for a weak password."""
    user = _user_of(link)
    if problems := password_problems(new, user, field="new"):
        raise Problem("invalid", fields=problems)
    # Hashing takes its time, and is done before anything is locked; of two uses at once, only one still finds the old password.
    same = User.objects.filter(pk=user.pk, is_active=True, password=user.password, email=user.email)
    with transaction.atomic():
        # The link went to this address, so it is theirs.
        changed = same.update(password=make_password(new), email_verified_at=Coalesce("email_verified_at", Now()))
        if not changed:
            raise Problem("link_invalid")
        tokens.revoke(user.sessions.live(), Session.End.PASSWORD_CHANGED)
    tell_changed(user, desk)


def _send(name: str, desk: mail.Desk) -> None:
    user = by_name_or_email(name).filter(is_active=True).exclude(email="").first()
    if user and mail.is_due("password_reset", user.email):
        link = links.make("password_reset", user=user.pk, state=_state(user))
        mail.send("password_reset", user.email, desk, language=user.language, link=f"{desk.site}/reset#link={link}")


def _user_of(link: str) -> User:
    claims = links.read("password_reset", link, LIFETIME)
    user = User.objects.filter(pk=claims["user"], is_active=True).first()
    if user is None or _state(user) != claims["state"]:
        raise Problem("link_invalid")
    return user


def _state(user: User) -> str:
    """Another one as soon as the password or the address is another one, so that a link is good for one change."""
    return salted_hmac("irori.password_reset", f"{user.password} {user.email}").hexdigest()
