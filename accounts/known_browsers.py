"""Browsers that somebody has signed in with before, told by a cookie.

Whoever guesses at an account from many addresses uses up the failures that it has for everybody together; its owner still signs in
from a browser that is known, whose failures have a count of their own. That is all the cookie is worth: it opens nothing, and holds no
secret of a session. So it stays after signing out, and after a change of the password: that is when the owner needs it most.
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
# A family's tablet; whoever signed in longest ago is forgotten first.
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
    """From now on the browser is known as one that this person signs in with."""
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
