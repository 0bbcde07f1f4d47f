"""What the wire says of people and devices: one shape each, for REST and socket alike."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Literal
from uuid import UUID

from django.utils import timezone
from msgspec import UNSET, Struct, UnsetType

from accounts import models
from accounts.tokens import AccessToken, Tokens


class Status(Struct, frozen=True):
    """What somebody is about just now; either may be empty. `until` is there where it ends by itself."""

    emoji: str
    text: str
    until: datetime | UnsetType = UNSET

    @classmethod
    def of(cls, user: models.User) -> "Status | None":
        until = user.status_until
        is_over = until is not None and until <= timezone.now()
        if is_over or not (user.status_emoji or user.status_text):
            return None
        return cls(user.status_emoji, user.status_text, until or UNSET)


class User(Struct, frozen=True):
    id: int
    username: str
    display_name: str
    avatar: str | None
    status: Status | None

    # What `of` reads, for queries that read no more.
    COLUMNS: ClassVar = ("id", "username", "display_name", "avatar", "status_emoji", "status_text", "status_until")

    @classmethod
    def of(cls, user: models.User) -> "User":
        return cls(user.pk, user.username, user.get_full_name(), user.avatar or None, Status.of(user))


class Person(Struct, frozen=True):
    """What others may read of somebody beside their messages. `time_zone` is empty where none is known."""

    user: User
    time_zone: str

    @classmethod
    def of(cls, user: models.User) -> "Person":
        return cls(User.of(user), user.time_zone)


class Me(Struct, frozen=True):
    id: int
    username: str
    display_name: str
    avatar: str | None
    status: Status | None
    email: str
    email_verified: bool
    language: str
    time_zone: str
    is_staff: bool
    next_steps: bool

    @classmethod
    def of(cls, user: models.User) -> "Me":
        return cls(
            id=user.pk,
            username=user.username,
            display_name=user.get_full_name(),
            avatar=user.avatar or None,
            status=Status.of(user),
            email=user.email,
            email_verified=user.email_verified_at is not None,
            language=user.language,
            time_zone=user.time_zone,
            is_staff=user.is_staff,
            next_steps=user.next_steps,
        )


class SignedIn(Struct, frozen=True):
    access: str
    expires_in: int
    user: Me
    session: UUID
    # What was to be embedded, by its path and query. Absent where nothing was.
    embedded: dict[str, Any] | UnsetType = UNSET

    @classmethod
    def of(cls, tokens: Tokens, embedded: Mapping[str, Any] | None = None) -> "SignedIn":
        user = Me.of(tokens.session.user)
        return cls(tokens.access, tokens.expires_in, user, tokens.session.pk, dict(embedded) if embedded else UNSET)


class Access(Struct, frozen=True):
    """`user`: the id of who is signed in."""

    access: str
    expires_in: int
    user: int

    @classmethod
    def of(cls, session: models.Session, access: str) -> "Access":
        return cls(access, int(AccessToken.lifetime.total_seconds()), session.user_id)


class TokenPair(Struct, frozen=True):
    access: str
    refresh: str

    @classmethod
    def of(cls, tokens: Tokens) -> "TokenPair":
        return cls(tokens.access, tokens.refresh)


class Ticket(Struct, frozen=True):
    ticket: str
    expires_in: int


class AccountWarning(Struct, frozen=True):
    """`id` is of the session it is about."""

    id: UUID
    code: Literal["token_reused"]
    user_agent: str
    address: str | None
    at: datetime

    @classmethod
    def of(cls, session: models.Session) -> "AccountWarning":
        at = session.revoked_at or session.expires_at
        return cls(session.pk, "token_reused", session.user_agent, session.address, at)


class SessionInfo(Struct, frozen=True):
    id: UUID
    user_agent: str
    address: str | None
    created_at: datetime
    last_used_at: datetime
    current: bool

    @classmethod
    def of(cls, session: models.Session, *, current: UUID) -> "SessionInfo":
        return cls(
            session.pk,
            session.user_agent,
            session.address,
            session.created_at,
            session.last_used_at,
            session.pk == current,
        )


class SiteLogo(Struct, frozen=True):
    """Addresses of the site's own logo, which anybody may fetch: square pictures for light and for dark pages."""

    light: str
    dark: str


class Site(Struct, frozen=True):
    """What somebody who is not signed in may do here. `logo` is null where the site has none of its own."""

    registration: Literal["open", "invitation", "closed"]
    email_verification: bool
    mail: bool
    logo: SiteLogo | None


class ConfirmedAddress(Struct, frozen=True):
    email: str


class InvitationLook(Struct, frozen=True):
    invited_by: User
    expires_at: datetime | None


class Invitation(Struct, frozen=True):
    id: int
    code: str
    note: str
    made_by: User
    created_at: datetime
    expires_at: datetime | None
    max_uses: int | None
    uses: int

    @classmethod
    def of(cls, invitation: models.Invitation) -> "Invitation":
        return cls(
            id=invitation.pk,
            code=invitation.code,
            note=invitation.note,
            made_by=User.of(invitation.made_by),
            created_at=invitation.created_at,
            expires_at=invitation.expires_at,
            max_uses=invitation.max_uses,
            uses=invitation.uses,
        )


class SecondFactor(Struct, frozen=True):
    on: bool
    recovery_codes_left: int


class Enrolment(Struct, frozen=True):
    """What an authenticator app needs: to type, to open, to scan."""

    secret: str
    uri: str
    qr: str


class RecoveryCodes(Struct, frozen=True):
    recovery_codes: list[str]
