"""Django's error page for developers, without values: Django hides secrets by their usual names, and this site's
secrets have other names."""

from collections.abc import ItemsView
from typing import Any

import msgspec
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

from core import machine
from core.problems import Problem

HEADERS_OF_PROXIES = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_VIA")


class Filter(SafeExceptionReporterFilter):
    """Hide every setting, header, cookie, form field and local variable: all of them may hold passwords and tokens."""

    def is_active(self, request: HttpRequest | None) -> bool:
        return True

    def get_safe_settings(self) -> dict[str, Any]:
        return {}

    def get_safe_request_meta(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def get_safe_cookies(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        return {}

    def get_traceback_frame_variables(self, request: Any, tb_frame: Any) -> ItemsView[str, Any]:
        return dict[str, Any]().items()


class Reporter(ExceptionReporter):
    """Show the page to this machine alone, also behind a proxy or under another host name."""

    def get_traceback_data(self) -> dict[str, Any]:
        path = self.request.path if self.request else ""
        return {**super().get_traceback_data(), "request_GET_items": [], "request_insecure_uri": path}

    def get_traceback_html(self) -> Any:
        return super().get_traceback_html() if is_developer(self.request) else _ANSWER

    def get_traceback_text(self) -> Any:
        return super().get_traceback_text() if is_developer(self.request) else _ANSWER


_ANSWER = msgspec.json.encode(Problem("server_error").body).decode()


def is_developer(request: HttpRequest | None) -> bool:
    if request is None or any(name in request.META for name in HEADERS_OF_PROXIES):
        return False
    try:
        name, _ = split_domain_port(request.get_host())
    except DisallowedHost:
        return False
    return machine.is_loopback(name) and machine.is_loopback(request.META.get("REMOTE_ADDR") or "")
