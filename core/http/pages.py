"""Answers that belong to no app: the page of the web app, and errors that no view answers."""

import math
import re
from base64 import b64encode
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import msgspec
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from core.problems import Problem, problem_of

# The inline script of the site's own page; no other text is written into it.
INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
# Only the app's own scripts. Style attributes position the rows of the message list.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'{hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:{files}; "
    "font-src 'self'; media-src 'self' blob:{files}; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


@require_safe
def web_app(request: HttpRequest) -> HttpResponse:
    """The same page for every URL; the app routes by itself."""
    try:
        page = _index(settings.FRONTEND_DIST / "index.html")
    except NotBuilt:
        return HttpResponse("The web app is not built yet: run `make run`.", content_type="text/plain", status=503)
    return HttpResponse(page.text, headers={"Cache-Control": "no-cache", "Content-Security-Policy": page.policy})


class Page(NamedTuple):
    text: bytes
    policy: str


class NotBuilt(Exception):
    """There is no page, or not all of it yet: a build is under way."""


def _index(path: Path) -> Page:
    """The page's HTML. Read once, except in development, where the app is rebuilt while the server runs. Raises
    NotBuilt, which is not remembered: a build empties the folder first."""
    return _read(path) if settings.DEBUG else _cached_read(path)


def _read(path: Path) -> Page:
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        raise NotBuilt from None
    if not text.rstrip().endswith(b"</html>"):
        raise NotBuilt
    digests = [sha256(script).digest() for script in INLINE_SCRIPT.findall(text)]
    hashes = "".join(f" 'sha256-{b64encode(digest).decode()}'" for digest in digests)
    files = f" {settings.FILES_ORIGIN}" if settings.FILES_ORIGIN else ""
    return Page(text, CONTENT_SECURITY_POLICY.format(hashes=hashes, files=files))


_cached_read = cache(_read)


@csrf_exempt
def no_such_call(request: HttpRequest) -> HttpResponse:
    return answer_with(Problem("not_found"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to an admin form that was open for too long, or that another site sent. Django's own page addresses
    developers."""
    return PageProblem(Problem("origin_refused", "This form is from elsewhere, or is too old: load its page again."))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer_with(Problem("invalid", "The server could not make sense of this request."))


def server_error(request: HttpRequest) -> HttpResponse:
    return answer_with(Problem("server_error"))


class PageProblem(HttpResponse):
    """The answer of a page, and the Problem that it is about: the admin shows what that says (core/admin/refusals.py)."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(msgspec.json.encode(problem.body), content_type="application/json", status=problem.status)
        self.problem = problem
        if problem.wait:
            self.headers["Retry-After"] = str(math.ceil(problem.wait))


class ProblemMiddleware:
    """Answer Problems of pages that have no form to show them in, and a database that is away. The API answers its own
    Problems."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        # The others are Django's to answer: it logs them, and shows developers where they come from.
        if not isinstance(exception, (Problem, OperationalError, InterfaceError)):
            return None
        problem = problem_of(exception)
        return PageProblem(problem) if problem else None


def answer_with(problem: Problem) -> HttpResponse:
    headers = {"Retry-After": str(math.ceil(problem.wait))} if problem.wait else {}
    body = msgspec.json.encode(problem.body)
    return HttpResponse(body, content_type="application/json", status=problem.status, headers=headers)
