"""Parser, renderer and errors for REST framework: msgspec, as for frames, and the table of problems."""

import math
from collections.abc import Mapping
from typing import IO, Any

import msgspec
from rest_framework import exceptions
from rest_framework.parsers import JSONParser
from rest_framework.renderers import BaseRenderer
from rest_framework.response import Response
from rest_framework.views import set_rollback

from core.problems import Problem, problem_of
from core.rate_limits import answer_bytes
from core.rest.bounded_json import decode

# REST framework's codes for times that do not exist or are not in UTC.
NO_MOMENT = ("overflow", "make_aware", "date")


class MsgspecRenderer(BaseRenderer):
    """Render JSON by msgspec, Structs included."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        answer = b"" if data is None else msgspec.json.encode(data, enc_hook=str)
        # The throttle sets `reader` (accounts/api/throttles.py). `request.user` would ask the database again, which may
        # be away.
        if reader := getattr((renderer_context or {}).get("view"), "reader", None):
            answer_bytes.note(reader, len(answer))
        return answer


class MsgspecParser(JSONParser):
    """Parse JSON as the socket does, so that REST and sockets accept the same documents. Raises Problem as `decode`
    does."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        return decode(stream.read())


def answer_error(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """The answer for a Problem; None for an unexpected error (a 500 with a traceback in the log)."""
    problem = _refusal_of(error) if isinstance(error, exceptions.APIException) else problem_of(error)
    if problem is None:
        return None
    set_rollback()
    # An error is JSON, also when the view answers another type or the client accepts no existing type.
    request = context["request"]
    request.accepted_renderer, request.accepted_media_type = MsgspecRenderer(), MsgspecRenderer.media_type
    headers = {}
    if problem.status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="irori"'
    if wait := getattr(error, "wait", None) or problem.wait:
        headers["Retry-After"] = str(math.ceil(wait))
    return Response(problem.body, status=problem.status, headers=headers)


def _refusal_of(error: exceptions.APIException) -> Problem | None:
    match error:
        case exceptions.ValidationError():
            return Problem("invalid", fields=_field_codes(error.get_full_details()))
        case exceptions.ParseError():
            return Problem("invalid_json")
        case exceptions.NotAuthenticated() | exceptions.AuthenticationFailed():
            return Problem("not_authenticated")
        case exceptions.PermissionDenied():
            return Problem("forbidden")
        case exceptions.NotFound():
            return Problem("not_found")
        case exceptions.MethodNotAllowed():
            return Problem("method_not_allowed")
        case exceptions.UnsupportedMediaType():
            return Problem("unsupported_media_type")
        case exceptions.NotAcceptable():
            return Problem("not_acceptable")
        case exceptions.Throttled():
            return Problem("rate_limited")
    return None


def _field_codes(details: Any) -> dict[str, list[str]]:
    """REST framework's nested error details as `{field: [code, …]}`. Errors of a list's items are reported on the
    list."""
    if not isinstance(details, dict) or isinstance(details.get("code"), str):
        return {"non_field_errors": _codes(details)}
    return {field: _codes(detail) for field, detail in details.items()}


def _codes(details: Any) -> list[str]:
    if isinstance(details, dict):
        if isinstance(details.get("code"), str):
            return ["invalid" if details["code"] in NO_MOMENT else details["code"]]
        return sorted({code for detail in details.values() for code in _codes(detail)})
    return sorted({code for detail in details for code in _codes(detail)})
