"""The one table of errors. REST views and the socket raise the same `Problem`."""

import logging
from collections.abc import Iterable, Mapping
from typing import Annotated

import msgspec
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import DataError, InterfaceError, OperationalError
from django.dispatch import Signal
from django.http import Http404

from core.db.postgresql.errors import is_lock_timeout

logger = logging.getLogger(__name__)

# code: (HTTP status, default text)
TABLE: Mapping[str, tuple[int, str]] = {
    "invalid_json": (400, "This is not JSON."),
    "invalid": (400, "Some fields are not valid."),
    "unknown_type": (400, "The server knows no frame of this type."),
    "text_empty": (400, "A message needs some text."),
    "text_too_long": (400, "The message is too long."),
    "nonce_conflict": (409, "This nonce already belongs to a message in another room."),
    "edit_conflict": (409, "The text was changed after what you saw: look at the message, then edit it again."),
    "idempotency_conflict": (409, "This Idempotency-Key already belongs to another request: choose a new one."),
    "not_authenticated": (401, "Sign in first."),
    "token_missing": (401, "No access token was offered."),
    "token_expired": (401, "The token has expired."),
    "token_invalid": (401, "The token is not valid."),
    "session_revoked": (401, "This device was signed out."),
    "user_inactive": (401, "This account is not active."),
    "wrong_credentials": (401, "User name and password do not match."),
    "wrong_password": (400, "The current password is wrong."),
    "second_factor_required": (
        401,
        "The password is right. Send a code of the authenticator app, or a recovery code, as `code`.",
    ),
    "wrong_code": (400, "This code is not right, or was used already."),
    "second_factor_on": (409, "Two-step sign-in is on already."),
    "second_factor_off": (409, "Two-step sign-in is not on."),
    "email_unverified": (403, "Open the link that was mailed to this address first."),
    "link_invalid": (400, "This link was used already, is too old, or is not complete."),
    "mail_unavailable": (409, "This site sends no mail: ask the person who runs it."),
    "forbidden": (403, "Your role in this room does not allow it."),
    "origin_refused": (403, "The request comes from another site."),
    "registration_closed": (403, "Registration is closed on this site."),
    "invitation_required": (403, "Joining this site takes an invitation."),
    "invitation_invalid": (403, "This invitation has expired, was used up, or never was one."),
    "setup_needed": (403, "Nobody has set this site up yet: whoever runs it does that first."),
    "setup_done": (403, "This site is set up already."),
    "wrong_setup_code": (403, "This is not the code the server printed."),
    "not_found": (404, "There is no such thing, or it is not yours."),
    "room_archived": (409, "The room is archived and read-only."),
    "posting_closed": (403, "Only moderators and owners post in this room."),
    "slow_mode": (429, "Slow mode: wait a while before the next message."),
    "too_many_invitations": (409, "There are as many invitations to this room as there may be: revoke some first."),
    "too_many_reactions": (409, "This message has as many different reactions as a message can have."),
    "too_many_pins": (409, "This room has as many pinned messages as a room can have: unpin one first."),
    "last_owner": (409, "A room needs an owner: make somebody else one first."),
    "banned": (403, "Banned from this room."),
    "left_recently": (
        409,
        "They left this room, to which you had added them, a short time ago: others may add them, or you tomorrow.",
    ),
    "too_many_rooms": (409, "In as many rooms as a person can be: leave some first."),
    "method_not_allowed": (405, "This method is not allowed here."),
    "unsupported_media_type": (415, "Send JSON."),
    "not_acceptable": (406, "This call does not answer in the form that `Accept` asks for: leave it out."),
    "request_timeout": (408, "The request took too long to arrive: send it again."),
    "too_large": (413, "The request is too large."),
    "rate_limited": (429, "Too fast: wait a moment."),
    "too_many_sockets": (429, "This account has as many sockets open as it may have: close some first."),
    "unavailable": (503, "The database is away: try again."),
    "server_error": (500, "Something went wrong on our side."),
}

# The schema lists them.
Code = Annotated[str, msgspec.Meta(extra_json_schema={"enum": list(TABLE)})]


# Sent when something failed because the database is away. A commit that failed so may have been stored.
database_away = Signal()

# A database that restarts is back within seconds. Clients wait longer after each attempt by themselves.
TRY_AGAIN_SECONDS = 1


class ErrorBody(msgspec.Struct, omit_defaults=True):
    """The shape of every error. `fields` maps a field's name to the codes of what is wrong with it; `users` are the people it is about,
    where that is not the caller."""

    code: Code
    detail: str
    fields: dict[str, list[str]] = {}
    users: list[int] = []


class Problem(Exception):
    """An expected refusal: a code of the table, with a more precise text or the wrong fields where that helps.

    `wait`: seconds after which to try again. `users`: ids of the people that the refusal is about, other than the
    caller.
    """

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        fields: Mapping[str, list[str]] | None = None,
        wait: float | None = None,
        users: Iterable[int] = (),
    ) -> None:
        self.code = code
        self.status, default = TABLE[code]
        self.detail = detail or default
        self.fields = dict(fields or {})
        self.wait = wait
        self.users = list(users)
        super().__init__(code)

    @property
    def body(self) -> ErrorBody:
        return ErrorBody(self.code, self.detail, self.fields, self.users)


def problem_of(error: Exception) -> Problem | None:
    """The Problem that a client is told for an exception; None for an unexpected one."""
    match error:
        case Problem():
            return error
        case PermissionDenied():
            return Problem("forbidden")
        case Http404():
            return Problem("not_found")
        case RequestDataTooBig():
            return Problem("too_large")
        case DataError():
            # A value that no field refused and no column can hold.
            logger.warning("the database refused a value")
            return Problem("invalid")
        case OperationalError() if is_lock_timeout(error):
            logger.warning("a row was held for too long")
            return Problem(
                "unavailable", "Something else holds what this call changes: try again.", wait=TRY_AGAIN_SECONDS
            )
        case OperationalError() | InterfaceError():
            logger.warning("database unavailable: %s", type(error).__name__)
            database_away.send(None)
            return Problem("unavailable", wait=TRY_AGAIN_SECONDS)
    return None
