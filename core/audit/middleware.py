"""Says of each request where its acts come from."""

from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_and_async_middleware

from core import origin


@sync_and_async_middleware
def requests_origin(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Both kinds, as a middleware of one kind would cost every request two thread hops."""
    if iscoroutinefunction(get_response):
        return _asynchronous(get_response)

    def middleware(request: HttpRequest) -> HttpResponse:
        with origin.coming_from(_origin(request)):
            response: HttpResponse = get_response(request)
            return response

    return middleware


def _asynchronous(
    get_response: Callable[[HttpRequest], Awaitable[HttpResponse]],
) -> Callable[[HttpRequest], Awaitable[HttpResponse]]:
    async def middleware(request: HttpRequest) -> HttpResponse:
        with origin.coming_from(_origin(request)):
            return await get_response(request)

    return middleware


def _origin(request: HttpRequest) -> origin.Origin:
    door = origin.ADMIN if request.path_info.startswith("/admin/") else origin.WEB
    return origin.Origin(door, request=request)
