"""Read a request: its validated fields, the caller, and the device."""

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_from_request
from rest_framework.request import Request
from rest_framework.serializers import CharField, Serializer

from accounts.authentication import Identity
from accounts.mail import Desk
from accounts.models import User
from core.http.client_address import client_address

# REST framework's limit for a number as text.
LONGEST_WORD = 1000


def fields(request: Request, serializer: type[Serializer[Any]]) -> dict[str, Any]:
    """The body's fields, validated by the serializer. Raises REST framework's ValidationError."""
    return valid(serializer, request.data)


def query(request: Request, serializer: type[Serializer[Any]]) -> dict[str, Any]:
    """The fields of the query string, validated as in `fields`."""
    return valid(serializer, request.query_params.dict())


def device(request: Request) -> dict[str, Any]:
    """`user_agent` and `address`, for a session that begins."""
    return {"user_agent": request.headers.get("User-Agent", ""), "address": client_address(request)}


def desk(request: Request | HttpRequest) -> Desk:
    """For letters this request leads to. Their links lead where the settings say; a Host header is not to be believed in mail."""
    origin = settings.ORIGINS[0] if settings.ORIGINS else f"{request.scheme}://{request.get_host()}"
    return Desk(origin, get_language_from_request(request))


def identity(request: Request) -> Identity:
    """The Identity of an authenticated request."""
    return cast(Identity, request.auth)


def caller(request: Request) -> User:
    """The user of an authenticated request."""
    return identity(request).user


def valid(kind: type[Serializer[Any]], given: Any) -> dict[str, Any]:
    """These fields, validated as in `fields`."""
    serializer = kind(data=given)
    if isinstance(given, dict):
        serializer.initial_data = {name: _cut(value, serializer.fields.get(name)) for name, value in given.items()}
    serializer.is_valid(raise_exception=True)
    valid: dict[str, Any] = serializer.validated_data
    return valid


def _cut(value: Any, field: Any) -> Any:
    """Cut a value that should be a choice, number or time: REST framework quotes a wrong one whole, several times."""
    is_endless = isinstance(value, str) and len(value) > LONGEST_WORD and not isinstance(field, CharField)
    return value[: LONGEST_WORD + 1] if is_endless else value
