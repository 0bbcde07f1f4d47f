"""Check that a request names this site by one of its host names (ALLOWED_HOSTS).

A page whose own host name resolves to this site's IP could call the site as its own (DNS rebinding). So other names get
no answer, over HTTP or by a socket.
"""

from collections.abc import Callable

import msgspec
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port, validate_host

from core.problems import Problem


def is_ours(host: str) -> bool:
    """Whether a Host header, with or without a port, names this site."""
    name, _ = split_domain_port(host)
    return bool(name) and validate_host(name, settings.ALLOWED_HOSTS)


def not_ours() -> Problem:
    return Problem("invalid", "This site goes by another name. Whoever runs it can add this one to ALLOWED_HOSTS.")


class HostMiddleware:
    """Refuse other hosts before other middlewares run: they would log each such request with a traceback."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            request.get_host()
        except DisallowedHost:
            problem = not_ours()
            body = msgspec.json.encode(problem.body)
            return HttpResponse(body, content_type="application/json", status=problem.status)
        return self.get_response(request)
