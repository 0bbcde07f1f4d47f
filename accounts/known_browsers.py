"""Browsers that a person has signed in with before, known by a signed cookie.

An attacker who guesses passwords from many IPs uses up the failures that the account has for everybody together. The
owner still signs in from a known browser, whose failures have a count of their own. The cookie is worth nothing else:
it holds no secret of a session. It stays after signing out and after a change of the password, when the owner needs it
most.
"""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.core import signing
from django.http import HttpResponseBase

NAME = "irori_device"
LIFETIME = timedelta(days=365)
SALT = "irori.device"
# People on one browser, such as a family's tablet. The one who signed in longest ago is forgotten first.
MOST_PEOPLE = 5


class Device(NamedTuple):
    id: str
    people: tuple[int, ...] = ()


def read(cookie: str | None) -> Device | None:
    try:
        claims: Any = signing.loads(cookie or "", salt=SALT, max_age=LIFETIME)
        return Device(claims["id"], tuple(claims["people"]))
    except (signing.BadSignature, KeyError, TypeError):
        return None


def remember(response: HttpResponseBase, user_id: int, cookies: dict[str, str]) -> None:
    """Set the cookie, so that this browser is known as one of this person."""
    before = read(cookies.get(NAME)) or Device(secrets.token_urlsafe(9))
    people = _with(before.people, user_id)
    response.set_cookie(
        NAME,
        signing.dumps({"id": before.id, "people": people}, salt=SALT, compress=True),
        max_age=LIFETIME,
        httponly=True,
        samesite="Strict",
        secure=settings.TLS,
    )


def _with(people: Sequence[int], user_id: int) -> list[int]:
    return [user_id, *(other for other in people if other != user_id)][:MOST_PEOPLE]
