"""/healthz and /readyz, for balancers, container runtimes and supervisors."""

from collections.abc import Callable, Mapping

import msgspec
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


class HealthMiddleware:
    """Comes first: who asks does so by address and without TLS, which anybody else is refused or redirected for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return ANSWERS.get(request.path, self.get_response)(request)


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """This process answers."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """This process can serve: the database answers. Redis is told about, but a site that took all its workers away without it
    would turn a delay into an outage."""
    checks = {"database": _works(_ask_database)}
    if settings.REDIS_URL:
        checks["redis"] = _works(_ask_redis)
    body = msgspec.json.encode({name: "ok" if works else "away" for name, works in checks.items()})
    return HttpResponse(body, content_type="application/json", status=200 if checks["database"] else 503)


ANSWERS: Mapping[str, Callable[[HttpRequest], HttpResponse]] = {"/healthz": alive, "/readyz": ready}


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_redis() -> None:
    cache.ping()  # type: ignore[attr-defined]  # with a REDIS_URL it is a SharedCache


def _works(check: Callable[[], object]) -> bool:
    try:
        check()
    except Exception:
        return False
    return True
