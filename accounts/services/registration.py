"""Who may make an account: anybody, the invited or nobody, and on some sites only with an address that is shown to be theirs."""

from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction

from accounts import mail, signed_links
from accounts.models import User
from accounts.services import email_addresses, invitations, people
from accounts.user_names.spelling import folded
from core.problems import Problem

LIFETIME = timedelta(days=1)


def is_claimed() -> bool:
    """Whether somebody has set the site up. Nobody comes in before, so the first account is an administrator's; and accounts are never
    deleted, so a site that was claimed stays it, whatever becomes of that administrator."""
    return User.objects.exists()


def request_link(*, email: str, invitation: str, desk: mail.Desk) -> None:
    """Where addresses are confirmed, joining begins with one. Raises Problem with a 403 code, or `mail_unavailable`.

    Nothing is stored before the link is opened, and an address with an account gets a letter too, that says so:
    who asks cannot tell the one from the other.
    """
    _require_open()
    mail.require()
    _require_invitation(invitation)
    mail.post("join", desk, once=email, email=email, invitation=invitation)


class Newcomer(NamedTuple):
    """Who may make an account, and has none yet."""

    user: User
    invitation: str


def admit(*, proof: str = "", email: str = "", invitation: str = "", **profile: Any) -> Newcomer:
    """Whether somebody may make an account. `proof` is what the link carries, and stands for address and invitation.

    Raises Problem `invalid`, `link_invalid`, or one with a 403 code: `email_unverified` where it takes the link.
    """
    _require_open()
    if proof:
        claims = signed_links.read("join", proof, LIFETIME)
        email, invitation = claims["email"], claims["invitation"]
    elif settings.EMAIL_VERIFICATION:
        raise Problem("email_unverified")
    _require_invitation(invitation)
    return Newcomer(people.newcomer(email=email, verified=bool(proof), **profile), invitation)


@transaction.atomic
def join(newcomer: Newcomer, *, desk: mail.Desk) -> User:
    """Make the account. Raises Problem `invalid` or `invitation_invalid` where somebody was faster."""
    user = people.store(newcomer.user)
    if newcomer.invitation:
        invitations.accept(code=newcomer.invitation, guest=user)
    if settings.SENDS_MAIL:
        email_addresses.send_link(user, desk)
    return user


def write_link(letter: str, desk: mail.Desk, job: int, *, email: str, invitation: str) -> None:
    """A link to join, or to whoever has an account with this address a letter that says so."""
    if User.objects.filter(email_key=folded(email)).exists():
        if mail.is_due("have_account", email, job):
            mail.send("have_account", email, desk)
    elif mail.is_due(letter, email, job):
        proof = signed_links.make("join", email=email, invitation=invitation)
        mail.send(letter, email, desk, link=f"{desk.site}/signup#{urlencode({'proof': proof, 'email': email})}")


def _require_open() -> None:
    if settings.REGISTRATION == "closed":
        raise Problem("registration_closed")
    # Were a stranger the first, the set-up code would not work any more, and whoever runs the site could not come in.
    if not is_claimed():
        raise Problem("setup_needed")


def _require_invitation(code: str) -> None:
    if code:
        invitations.look_up(code)
    elif settings.REGISTRATION == "invitation":
        raise Problem("invitation_required")
