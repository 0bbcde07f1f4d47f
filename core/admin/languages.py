"""Choose the language of the admin's pages. The web app translates by itself, and the API answers codes.

The pages choose a time zone as well (time_zones.py), which must not stay for the next request of the thread.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.decorators import sync_and_async_middleware


@sync_and_async_middleware
def admin_language(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Set the language for admin pages only: Django's LocaleMiddleware would cost every request two thread hops."""
    if iscoroutinefunction(get_response):
        return _asynchronous(get_response)

    def middleware(request: HttpRequest) -> HttpResponse:
        if not _is_admin(request):
            response: HttpResponse = get_response(request)
            return response
        with translation.override(translation.get_language_from_request(request)), timezone.override(None):
            return _labelled(get_response(request))

    return middleware


def _asynchronous(
    get_response: Callable[[HttpRequest], Awaitable[HttpResponse]],
) -> Callable[[HttpRequest], Awaitable[HttpResponse]]:
    async def middleware(request: HttpRequest) -> HttpResponse:
        if not _is_admin(request):
            return await get_response(request)
        with translation.override(translation.get_language_from_request(request)), timezone.override(None):
            return _labelled(await get_response(request))

    return middleware


def _is_admin(request: HttpRequest) -> bool:
    return request.path_info.startswith("/admin/")


def _labelled(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ("Accept-Language",))
    response.headers.setdefault("Content-Language", translation.get_language() or "en")
    return response
