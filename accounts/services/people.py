"""What changes users: register, change the password, deactivate, sign out."""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session as AdminSession
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.mail import Desk
from accounts.models import Session, User
from accounts.services import sessions, statuses
from accounts.services.passwords import password_problems, require_password, tell_changed
from accounts.signals import profiles_changed
from accounts.user_names.reserved import is_reserved
from accounts.user_names.spelling import folded
from core.app_contents import named
from core.audit.recording import record
from core.problems import Problem


def register(**profile: Any) -> User:
    """As `newcomer` says, and stored. Raises Problem `invalid`."""
    return store(newcomer(**profile))


def newcomer(
    *,
    username: str,
    email: str,
    password: str,
    display_name: str = "",
    language: str = "",
    administrator: bool = False,
    verified: bool = False,
) -> User:
    """Somebody with a password, not stored yet: hashing takes its time, and nobody should wait for a lock meanwhile.

    `verified`: the address is known to be theirs, or somebody who may vouches for it. An administrator may have a name that is
    reserved for who runs the site. Raises Problem `invalid`.
    """
    user = User(
        username=User.normalize_username(username),
        email=User.objects.normalize_email(email),
        email_verified_at=timezone.now() if administrator or verified else None,
        display_name=display_name,
        language=language,
        is_staff=administrator,
        is_superuser=administrator,
    )
    fields = _taken(user)
    for field, codes in _unfit(user, {"username", "email", "display_name", "language"}).items():
        fields.setdefault(field, []).extend(codes)
    if "username" not in fields and is_reserved(user.username, administrator=administrator):
        fields["username"] = ["username_reserved"]
    fields.update(password_problems(password, user))
    if fields:
        raise Problem("invalid", fields=fields)
    user.set_password(password)
    return user


def store(user: User) -> User:
    """Raises Problem `invalid` where somebody has taken the name meanwhile."""
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        raise Problem("invalid", fields=_taken(user) or {"username": ["username_taken"]}) from None
    return user


def change_password(*, user: User, current: str, new: str, keep: Session | None, desk: Desk | None = None) -> bool:
    """Every session but `keep` ends, and with a `desk` the person is told by mail. Whether anything was changed: not where the new one
    is that already, since then it was done before.

    Raises Problem `wrong_password`, or `invalid` for a weak new one.
    """
    try:
        require_password(user, current)
    except Problem:
        # No more of a help to who guesses than `current` is, and counted with it.
        if user.check_password(new):
            return False
        raise
    if problems := password_problems(new, user, field="new"):
        raise Problem("invalid", fields=problems)
    checked = user.password
    user.set_password(new)  # takes its time, so before anything is locked
    with transaction.atomic():
        # Where it was reset meanwhile, `current` is not the password any more.
        if not User.objects.filter(pk=user.pk, password=checked).update(password=user.password):
            raise Problem("wrong_password")
        ended = user.sessions.live().exclude(pk__in=[keep.pk] if keep else [])
        sessions.revoke(ended, Session.End.PASSWORD_CHANGED)
        record("accounts.password_changed", by=user, on=user)
        if desk:
            tell_changed(user, desk)
    return True


@transaction.atomic
def change_profile(*, user: User, **changes: Any) -> User:
    """`display_name`, `language`, `time_zone`, `status_emoji`, `status_text`, `status_until` or `next_steps`. Raises Problem `invalid`.

    Returns the row as it is stored: another request may have changed other columns since `user` was read.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    before = shown(user)
    changes = statuses.with_end(user, changes)
    for field, value in changes.items():
        setattr(user, field, value)
    if fields := _unfit(user, changes.keys()):
        raise Problem("invalid", fields=fields)
    user.save(update_fields=list(changes))
    tell_if_changed(user, before)
    if changes.get("status_until"):
        statuses.watch(changes["status_until"])
    return user


@transaction.atomic
def show_avatar(*, user: User, address: str) -> None:
    """Keep the address of somebody's portrait, "" for none, and tell whoever sees them."""
    before = shown(user)
    user.avatar = address
    user.save(update_fields=["avatar"])
    tell_if_changed(user, before)


@transaction.atomic
def hide_avatars(users: Sequence[User]) -> None:
    """Show no portrait of these people, who are locked."""
    if users:
        User.objects.filter(pk__in=[user.pk for user in users]).update(avatar="")
        profiles_changed.send(User, users=users)


def shown(user: User) -> tuple[object, ...]:
    """What others see of somebody."""
    return user.username, user.display_name, user.avatar, user.status_emoji, user.status_text, user.status_until


def tell_if_changed(user: User, before: tuple[object, ...]) -> None:
    """In the transaction that stored it; `before`: what was `shown` before."""
    if shown(user) != before:
        profiles_changed.send(User, users=[user])


def set_active(*, user: User, active: bool, by: User | None = None) -> None:
    """Deactivating signs the person out everywhere, at once. Their messages stay. Raises Problem `forbidden` for an
    account that another app keeps closed."""
    with transaction.atomic():
        if active:
            expect_not_closed([user])
        if User.objects.filter(pk=user.pk).exclude(is_active=active).update(is_active=active):
            record("accounts.activated" if active else "accounts.deactivated", by=by, on=user)
        user.is_active = active
        if not active:
            sessions.revoke(user.sessions.live(), Session.End.DEACTIVATED)


def expect_not_closed(users: Sequence[User]) -> None:
    """Raises Problem `forbidden` where an app keeps one of these accounts closed."""
    ids = [user.pk for user in users]
    closed = {user_id for closer in closers() for user_id in closer(ids)}
    if about := next((user for user in users if user.pk in closed), None):
        raise Problem("forbidden", "Banned from this site: lift the ban first.", about=about)


@cache
def closers() -> tuple[Callable[[Collection[int]], Collection[int]], ...]:
    """Of all apps, what says whose account stays closed."""
    return tuple(named("closers"))


def sign_out_everywhere(*, user: User, by: User | None = None) -> None:
    """By an administrator: every device, and the admin site."""
    with transaction.atomic():
        sessions.revoke(user.sessions.live(), Session.End.BY_ADMINISTRATOR, by=by)
        if user.is_staff:
            sign_out_of_admin([user])


def sign_out_of_admin(users: Iterable[User]) -> None:
    """End the sessions of the admin site of these people."""
    ids = {str(user.pk) for user in users}
    if ids:
        # Django's sessions do not say whose they are, but only the staff's browsers have any.
        live = AdminSession.objects.filter(expire_date__gt=timezone.now())
        theirs = [session.pk for session in live if session.get_decoded().get(SESSION_KEY) in ids]
        AdminSession.objects.filter(pk__in=theirs).delete()


def _unfit(user: User, fields: Collection[str]) -> dict[str, list[str]]:
    """The codes of what is wrong with these fields, which are brought into their stored form."""
    user.clean()
    try:
        user.clean_fields(exclude={field.name for field in User._meta.fields} - set(fields))
    except ValidationError as error:
        codes = {field: [item.code or "invalid" for item in errors] for field, errors in error.error_dict.items()}
        return {field: list(dict.fromkeys(each)) for field, each in codes.items()}
    return {}


def _taken(user: User) -> dict[str, list[str]]:
    others = User.objects.exclude(pk=user.pk)
    fields: dict[str, list[str]] = {}
    if User.objects.looking_like(user.username).exclude(pk=user.pk).exists():
        fields["username"] = ["username_taken"]
    if user.email and others.filter(email_key=folded(user.email)).exists():
        fields["email"] = ["email_taken"]
    return fields
