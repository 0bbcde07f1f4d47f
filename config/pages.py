"""Answers that belong to no application: the web app's page, the API's own pages."""

from functools import cache
from pathlib import Path

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from drf_spectacular.views import SpectacularSwaggerView
from rest_framework.renderers import TemplateHTMLRenderer

from config.errors import Problem

# The app's own scripts and nothing else; style attributes are what positions the message list's rows.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


@require_safe
def web_app(request: HttpRequest) -> HttpResponse:
    """The same page for every address: the app reads the address itself."""
    page = _index(settings.FRONTEND_DIST / "index.html")
    if page is None:
        return HttpResponse("The web app is not built yet: run `make run`.", content_type="text/plain", status=503)
    return HttpResponse(page, headers={"Cache-Control": "no-cache", "Content-Security-Policy": CONTENT_SECURITY_POLICY})


def _index(path: Path) -> bytes | None:
    """Read once, except in development, where the app is rebuilt while the server runs."""
    return _read(path) if settings.DEBUG else _cached_read(path)


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


_cached_read = cache(_read)


class ApiDocs(SpectacularSwaggerView):
    """The schema to read and try; its scripts are served from here, not from another site."""

    url = "/api/schema/"
    renderer_classes = [TemplateHTMLRenderer]


@csrf_exempt
def no_such_call(request: HttpRequest) -> HttpResponse:
    return _problem(Problem("not_found"))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _problem(Problem("invalid", "The server could not make sense of this request."))


def server_error(request: HttpRequest) -> HttpResponse:
    return _problem(Problem("server_error"))


def _problem(problem: Problem) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(problem.body), content_type="application/json", status=problem.status)
