"""Whose an e-mail address is: shown by opening a link that was sent to it."""

from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import mail, signed_links
from accounts.models import User
from accounts.services.passwords import require_password
from core.audit.recording import record
from core.problems import Problem

LIFETIME = timedelta(days=3)


def require_confirmed(user: User, desk: mail.Desk) -> None:
    """On a site that asks for it, a password alone does not sign in. Raises Problem `email_unverified`, and sends the link again.

    Refused here, and not at each thing a person might do: so whoever has a token at all may do everything.
    People without any address were put there by an administrator, who knows them.
    """
    if settings.EMAIL_VERIFICATION and user.email and user.email_verified_at is None:
        send_link(user, desk)
        raise Problem("email_unverified")


def send_link(user: User, desk: mail.Desk) -> None:
    """Ask somebody to confirm the address they have."""
    if user.email and user.email_verified_at is None:
        _post("confirm_address", user, user.email, desk)


def change(*, user: User, email: str, password: str, desk: mail.Desk) -> User | None:
    """The user with the new address; None where it has to be confirmed first: until then they keep the old one.

    Raises Problem `wrong_password`; `invalid` where the address is taken, which is told to nobody but its owner when mail is sent.
    """
    require_password(user, password)
    email = User.objects.normalize_email(email)
    if email == user.email:
        return user
    if not settings.SENDS_MAIL:
        return _set(user, email, verified=False)
    _post("confirm_new_address", user, email, desk)
    return None


def confirm(*, link: str, caller: User | None, desk: mail.Desk) -> User:
    """Raises Problem `link_invalid`, or for a change of address `not_authenticated` where its owner is not signed in.

    Otherwise a mistyped address would give a stranger a letter that is worth the account. Doing it twice does no harm.
    """
    claims = signed_links.read("address", link, LIFETIME)
    user = User.objects.filter(pk=claims["user"], is_active=True).first()
    if user is None or user.email not in (claims["was"], claims["email"]):
        raise Problem("link_invalid")
    if claims["email"] != claims["was"] and user != caller:
        raise Problem("not_authenticated" if caller is None else "link_invalid")
    if user.email == claims["email"] and user.email_verified_at:
        return user
    with transaction.atomic():
        _set(user, claims["email"], verified=True)
        if claims["was"] not in ("", user.email):
            mail.post("address_changed", desk, to=claims["was"], language=user.language)
    return user


def write_link(letter: str, desk: mail.Desk, job: int, *, user: int, to: str, was: str, language: str) -> None:
    """A link that shows that `to` is theirs, whose address was `was` when it was asked for."""
    if mail.is_due(letter, to, job):
        link = signed_links.make("address", user=user, email=to, was=was)
        mail.send(letter, to, desk, language=language, link=f"{desk.site}/confirm#link={link}")


def _set(user: User, email: str, *, verified: bool) -> User:
    verified_at = timezone.now() if verified else None
    try:
        with transaction.atomic():
            changed = User.objects.filter(pk=user.pk, email=user.email).update(
                email=email, email_verified_at=verified_at
            )
            if changed and email != user.email:
                record("accounts.email_changed", by=user, on=user)
    except IntegrityError:
        raise Problem("invalid", fields={"email": ["email_taken"]}) from None
    if not changed:
        raise Problem("link_invalid")
    user.email, user.email_verified_at = email, verified_at
    return user


def _post(letter: str, user: User, to: str, desk: mail.Desk) -> None:
    about = {"user": user.pk, "to": to, "was": user.email, "language": user.language}
    mail.post(letter, desk, once=f"{user.pk}:{to}", **about)
