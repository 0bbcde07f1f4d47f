"""Refusals. REST views and the socket raise the same class `Problem`, with a code from the table of this module or
of an app."""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Annotated

import msgspec
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, RequestDataTooBig
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404
from msgspec import UNSET, UnsetType
from msgspec.structs import asdict

from core.app_contents import named
from core.db.outages import database_away
from core.db.postgresql.errors import is_lock_timeout

logger = logging.getLogger(__name__)

# code: (HTTP status, default text)
EVERYWHERE: Mapping[str, tuple[int, str]] = {
    "invalid_json": (400, "This is not JSON."),
    "invalid": (400, "Some fields are not valid."),
    "not_authenticated": (401, "Sign in first."),
    "forbidden": (403, "Your role in this room does not allow it."),
    "not_found": (404, "There is no such thing, or it is not yours."),
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


@cache
def table() -> Mapping[str, tuple[int, str]]:
    """All codes of this site: EVERYWHERE and the codes that apps name. Raises ImproperlyConfigured when two apps
    name the same code."""
    codes = dict(EVERYWHERE)
    for problems in named("problems"):
        if known := codes.keys() & problems.keys():
            raise ImproperlyConfigured(f"Two apps have the same codes of problems: {', '.join(sorted(known))}.")
        codes |= problems
    CODES[:] = codes
    return codes


# The codes of `table`, filled when it is first called; the schema lists them.
CODES: list[str] = []
Code = Annotated[str, msgspec.Meta(extra_json_schema={"enum": CODES})]


# Sent when something failed because the database is away. Such a failed commit may have been stored.

# A database that restarts is back within seconds. Clients increase their wait after each attempt by themselves.
TRY_AGAIN_SECONDS = 1


class More(msgspec.Struct, omit_defaults=True, kw_only=True):
    """What some codes say beside their text, in answers and in `error` frames. `until`: when it ends by itself, null for
    never. `reason`: in the words of who decided it. `room`: where it holds, null for everywhere. `note`: of a rule, for
    who wrote the text."""

    until: datetime | UnsetType | None = UNSET
    reason: str | UnsetType = UNSET
    room: int | UnsetType | None = UNSET
    note: str | UnsetType = UNSET


NO_MORE = More()


class ErrorBody(More, omit_defaults=True):
    """The shape of every error. `fields` maps a field's name to the codes of what is wrong with it; `users` are the people it is about,
    where that is not the caller."""

    code: Code
    detail: str
    fields: dict[str, list[str]] = {}
    users: list[int] = []


class Problem(Exception):
    """An expected refusal: a code of the table, and optionally a more precise text or the wrong fields.

    `wait`: seconds after which to try again. `users`: ids of the people that the refusal is about, other than the
    caller. `more`: what the code says beside its text. `about`: of many rows, the one that was refused; its name is for
    the admin site, and never sent.
    """

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        fields: Mapping[str, list[str]] | None = None,
        wait: float | None = None,
        users: Iterable[int] = (),
        more: More = NO_MORE,
        about: object = None,
    ) -> None:
        self.code = code
        self.status, default = EVERYWHERE.get(code) or table()[code]
        self.detail = detail or default
        self.fields = dict(fields or {})
        self.wait = wait
        self.users = list(users)
        self.more = more
        self.about = about
        super().__init__(code)

    @property
    def body(self) -> ErrorBody:
        return ErrorBody(self.code, self.detail, self.fields, self.users, **asdict(self.more))


def problem_of(error: Exception) -> Problem | None:
    """The Problem that a client gets for an exception; None for an unexpected exception."""
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
            # No field refused the value, and no column can hold it.
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
