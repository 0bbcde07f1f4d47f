"""Reads whose answers come in the answer of another call: on a slow line each call is another round trip.

A view may be read so if it says `may_be_embedded = True`.
"""

import copy
import logging
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve

MOST, LONGEST = 2, 300

logger = logging.getLogger(__name__)


def embedded(request: HttpRequest, access: str, urls: Sequence[str]) -> dict[str, Any]:
    """The answers to GET of these paths with their queries, as whom the access token names. One that is refused or fails is not
    there: the client asks for it by itself, and is told then why."""
    return {url: body for url in urls if (body := _read(request, access, url)) is not None}


def _read(request: HttpRequest, access: str, url: str) -> Any:
    path, _, query = url.partition("?")
    try:
        match = resolve(path)
    except Resolver404:
        return None
    if not getattr(getattr(match.func, "cls", None), "may_be_embedded", False):
        return None
    try:
        answer = match.func(_as_get(request, access, path, query), *match.args, **match.kwargs)
    except Exception:
        # What was asked for first is done, and its answer must come.
        logger.exception("an embedded read failed")
        return None
    return answer.data if answer.status_code == 200 else None


def _as_get(request: HttpRequest, access: str, path: str, query: str) -> HttpRequest:
    read = copy.copy(request)
    read.method, read.path, read.path_info = "GET", path, path
    read.META = {
        **request.META,
        "REQUEST_METHOD": "GET",
        "QUERY_STRING": query,
        "HTTP_AUTHORIZATION": f"Bearer {access}",
    }
    read.GET = QueryDict(query)
    for cached in ("headers", "_body", "_stream", "_post", "_files"):
        read.__dict__.pop(cached, None)
    read._body = b""
    return read
