"""Read the header Idempotency-Key of calls that create."""

import re
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from accounts.api.requests import caller
from accounts.services.idempotency import Once
from core.problems import Problem

HEADER = "Idempotency-Key"
# Visible ASCII.
FORM = re.compile(r"[!-~]{1,128}\Z")
ONCE = OpenApiParameter(
    HEADER,
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    pattern=r"^[!-~]{1,128}$",
    description="The same on every try of one call, which then is made once; a UUID is best.",
)


def once(request: Request) -> Once | None:
    """The call and key of a person who is signed in; None without a key. Raises Problem `invalid`."""
    key = _key(request)
    return None if key is None else Once.of(caller(request), _call(request), key, request.data)


def once_with(request: Request, sent: Any) -> Once | None:
    """As `once`, for a call whose content is not JSON. `sent` says what it is, or is called for it where there is a
    key."""
    key = _key(request)
    if key is None:
        return None
    return Once.of(caller(request), _call(request), key, sent() if callable(sent) else sent)


def once_of_anybody(request: Request) -> Once | None:
    """The call and key of a stranger; as `once` otherwise."""
    key = _key(request)
    return None if key is None else Once.of_anybody(_call(request), key, request.data)


def _key(request: Request) -> str | None:
    key: Any = request.headers.get(HEADER)
    if key is not None and not FORM.match(key):
        raise Problem("invalid", "An Idempotency-Key has 1 to 128 visible ASCII characters.")
    return None if key is None else str(key)


def _call(request: Request) -> str:
    return f"{request.method} {request.path}"
