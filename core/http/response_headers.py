"""Headers of every answer: what a browser may do with it, and that nobody keeps a copy.

A view that sets one of them itself is left alone: the web app's page has its own policy, and what may be kept says for how long.
"""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# Of what is no page, such as JSON and error pages: nothing in it is loaded, run or framed. Somebody's console beside it may speak to
# the site, as README shows.
NOTHING = "default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# Django's own pages have neither inline scripts nor inline styles, and ours beside them must not either.
ADMIN = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# The pages by which Django explains an error to a developer are one file with everything in it.
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
# For answers that are written without Django.
RAW = tuple((name.lower().encode(), value.encode()) for name, value in ALWAYS.items())


class ResponseHeadersMiddleware:
    """Comes first, so that no answer of another middleware goes without."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Another charset may be one that fails, or whose decoder takes time that grows with the square of the length.
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
