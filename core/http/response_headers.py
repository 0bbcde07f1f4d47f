"""Headers of every answer: what a browser may do with it, and that no cache keeps it.

A header that a view sets itself stays: the web app's page has its own policy, and cacheable answers say for how long
they may be kept.
"""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# The policy of answers that are no page, such as JSON: the browser loads, runs and frames nothing in them. A browser
# console on such an answer may call the site, as the README shows.
NOTHING = "default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# The admin's policy: neither Django's pages nor this site's own admin pages have inline scripts or styles.
ADMIN = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# Django's error pages for developers have inline scripts and styles.
DEBUG_PAGE = f"{NOTHING}; script-src 'unsafe-inline'; style-src 'unsafe-inline'"

ALWAYS: Mapping[str, str] = {
    "Content-Security-Policy": NOTHING,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), hid=(), microphone=(), midi=(), payment=(), serial=(), usb=()",
}
# ALWAYS as bytes, for answers that are written without Django.
RAW = tuple((name.lower().encode(), value.encode()) for name, value in ALWAYS.items())


class ResponseHeadersMiddleware:
    """Set these headers on all answers. It stands before every middleware that may answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Another charset's decoder may fail, or take time that grows with the square of the length.
        request.encoding = "utf-8"
        response = self.get_response(request)
        if _is_page(response):
            response.headers.setdefault("Content-Security-Policy", _policy(request, response))
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        return response


def _policy(request: HttpRequest, response: HttpResponse) -> str:
    if settings.DEBUG and response.status_code >= 400:
        return DEBUG_PAGE
    return ADMIN if request.path.startswith("/admin/") else NOTHING


def _is_page(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith("text/html")
