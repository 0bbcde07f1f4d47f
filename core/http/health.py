"""/healthz and /readyz, for balancers, container runtimes and supervisors."""

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor

import msgspec
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core import serving
from core.db.threads import fresh_connections

# Seconds for one check. Balancers and supervisors wait a second at most.
CHECK_SECONDS = 0.8


class HealthMiddleware:
    """Answer health checks before other middlewares. Balancers ask by IP and without TLS, which other middlewares
    refuse or redirect."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return ANSWERS.get(request.path, self.get_response)(request)


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """GET /healthz: this process answers."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """GET /readyz: 200 while the database answers, else 503.

    Redis is reported only: without it frames are late, but a balancer that removed all workers would turn that into an
    outage.
    """
    checks = {"database": DATABASE, **({"redis": REDIS} if settings.REDIS_URL else {})}
    for check in checks.values():
        check.begin()
    works = {name: check.works() for name, check in checks.items()}
    body = msgspec.json.encode({name: "ok" if works[name] else "away" for name in checks})
    return HttpResponse(body, content_type="application/json", status=200 if works["database"] else 503)


ANSWERS: Mapping[str, Callable[[HttpRequest], HttpResponse]] = {"/healthz": alive, "/readyz": ready}


class Check:
    """One check, made in a thread of its own, with a limited wait for its answer.

    Callers that ask while an answer is outstanding share that answer.
    """

    def __init__(self, name: str, ask: Callable[[], object]) -> None:
        self._ask = ask
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=f"check-{name}")
        self._lock = threading.Lock()
        self._asked_at = 0.0
        self._answer: Future[object] | None = None

    def begin(self) -> None:
        with self._lock:
            if self._answer is None or self._answer.done():
                self._asked_at = time.monotonic()
                self._answer = self._thread.submit(self._ask)

    def works(self) -> bool:
        answer = self._answer
        try:
            if answer is not None:
                answer.result(max(0.0, self._asked_at + CHECK_SECONDS - time.monotonic()))
        except Exception:
            return False
        return True


def _ask_database() -> None:
    with fresh_connections(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    if not serving.is_on():  # a command checks once
        connection.close()


def _ask_redis() -> None:
    cache.ping()  # type: ignore[attr-defined]  # with a REDIS_URL it is a SharedCache


DATABASE, REDIS = Check("database", _ask_database), Check("redis", _ask_redis)
