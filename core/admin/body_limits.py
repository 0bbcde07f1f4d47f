"""Limit the size of the admin's forms.

Their fields hold a few hundred characters each. Django decodes a form before it knows the sender, and a megabyte
written as %XX takes a tenth of a second. Forms with a file are larger, and are never written so (`admin_uploads` in
core/app_contents.py).
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_and_async_middleware

from core.app_contents import named
from core.http.pages import answer_with
from core.problems import Problem

MOST_BYTES = 64 * 1024


@sync_and_async_middleware
def bounded_forms(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    if iscoroutinefunction(get_response):

        async def asynchronous(request: HttpRequest) -> HttpResponse:
            response: HttpResponse = _refused() if _is_too_large(request) else await get_response(request)
            return response

        return asynchronous

    def middleware(request: HttpRequest) -> HttpResponse:
        response: HttpResponse = _refused() if _is_too_large(request) else get_response(request)
        return response

    return middleware


def _is_too_large(request: HttpRequest) -> bool:
    if request.method != "POST" or not request.path_info.startswith("/admin/"):
        return False
    # Every browser sends the length of a form.
    length = request.META.get("CONTENT_LENGTH", "")
    return not length.isdecimal() or int(length) > _most_bytes(request)


def _most_bytes(request: HttpRequest) -> int:
    if not request.META.get("CONTENT_TYPE", "").startswith("multipart/form-data"):
        return MOST_BYTES
    return _uploads().get(request.path_info, MOST_BYTES)


@cache
def _uploads() -> dict[str, int]:
    return {path: most for uploads in named("admin_uploads") for path, most in uploads.items()}


def _refused() -> HttpResponse:
    return answer_with(Problem("too_large"))
