"""Show what the admin refuses as a page: what happened, what to do, and a way home.

Below this middleware a refusal is a text, JSON or a bare page of Django's. Who asks for no page (a script, a program)
gets that as it is. The pages are the same for everybody: they have neither names nor lists, and need no database.
"""

import math
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.http.cookie import parse_cookie
from django.template.loader import render_to_string
from django.template.response import SimpleTemplateResponse
from django.utils import translation
from django.utils.decorators import sync_and_async_middleware
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core.http.error_reports import is_developer
from core.http.pages import PageProblem
from core.http.response_headers import ADMIN
from core.problems import Problem, table

PAGES = "/admin/"
HTML = "text/html; charset=utf-8"
PLACE_OF_BACK = "/admin/#back"


class Refusal(NamedTuple):
    title: Promise
    happened: Promise
    advice: Promise
    signs_in: bool = False


START = _("Go back, or start from the home page.")
FORM = Refusal(
    _("This form was not taken"),
    _("It was open for too long, you signed in or out meanwhile, or it came from another site. Nothing was changed."),
    _("Load the page again and send the form once more. If that does not help, sign in again."),
    signs_in=True,
)
BAD = Refusal(
    _("The server could not make sense of this request"),
    _("The address or the form holds something that this page does not know, such as a filter that is gone."),
    START,
)
OTHER = Refusal(_("This was not done"), _("The site refused it. Nothing was changed."), START)
BY_STATUS: Mapping[int, Refusal] = {
    400: BAD,
    403: Refusal(
        _("Your account may not do this"),
        _("You are signed in, but this page or action is not among your rights."),
        _("Go back, or ask an administrator for the right."),
    ),
    404: Refusal(_("There is no such page"), _("The address is wrong, or what was here is gone."), START),
    405: BAD,
    413: Refusal(
        _("This form is too large"),
        _("It holds more than this page takes. Nothing was changed."),
        _("Go back and shorten the text, or choose a smaller file."),
    ),
    429: Refusal(
        _("Too many requests"),
        _("You, or others at your address, asked for more than this site allows."),
        _("Wait a moment, then load the page again."),
    ),
    500: Refusal(
        _("Something went wrong on our side"),
        _("The error is in the site's log. What you sent may or may not have been stored."),
        _("Load the page again. Before you send a form once more, look whether it was stored."),
    ),
    503: Refusal(
        _("The site cannot answer at the moment"),
        _("Its database is away or busy."),
        _("Wait a moment, then load the page again."),
    ),
}
# Its database may be what failed.
WITHOUT_DATABASE = (500, 503)
# The same request may succeed later.
FOR_NOW = (429, 500, 503)


@sync_and_async_middleware
def refused_pages(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    if iscoroutinefunction(get_response):

        async def asynchronous(request: HttpRequest) -> HttpResponse:
            response: HttpResponse = await get_response(request)
            return await sync_to_async(_as_page)(request, response) if _is_bare(request, response) else response

        return asynchronous

    def middleware(request: HttpRequest) -> HttpResponse:
        response: HttpResponse = get_response(request)
        return _as_page(request, response) if _is_bare(request, response) else response

    return middleware


def page_before_django(path: str, headers: Mapping[str, str], problem: Problem) -> bytes | None:
    """The page for a request that the server refuses before Django sees it; None where it is to be no page."""
    if not path.startswith(PAGES) or "text/html" not in headers.get("accept", ""):
        return None
    request = HttpRequest()
    request.META["HTTP_ACCEPT_LANGUAGE"] = headers.get("accept-language", "")
    request.COOKIES = parse_cookie(headers.get("cookie", ""))
    back = _way_back(headers.get("referer", ""), headers.get("host", ""))
    page = _kept(problem.status, translation.get_language_from_request(request), bool(back))
    return page.replace(PLACE_OF_BACK, escape(back)).encode()


@lru_cache
def _kept(status: int, language: str, goes_back: bool) -> str:
    """Rendered once: the thread that asks serves all sockets, and anybody may send another address to go back to."""
    with translation.override(language):
        return _written(BY_STATUS.get(status, OTHER), status, {"back": PLACE_OF_BACK if goes_back else ""})


def _is_bare(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether this is a refusal that no page of the admin shows."""
    if response.status_code < 400 or response.streaming or not request.path_info.startswith(PAGES):
        return False
    if isinstance(response, SimpleTemplateResponse) or not _takes_pages(request.headers.get("Accept", "")):
        return False
    return not (settings.DEBUG and response.status_code == 500 and is_developer(request))


def _takes_pages(accept: str) -> bool:
    return not accept or "text/html" in accept


def _as_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    status = response.status_code
    problem = response.problem if isinstance(response, PageProblem) else None
    refusal = FORM if problem and problem.code == "origin_refused" else BY_STATUS.get(status, OTHER)
    brand = {} if status in WITHOUT_DATABASE else _site().brand()
    response.content = _written(refusal, status, {**brand, **_ways(request, status), **_said(problem)})
    response.headers["Content-Type"] = HTML
    response.headers["Content-Security-Policy"] = ADMIN  # also where DEBUG allows its own pages more
    if response.has_header("Content-Length"):
        response.headers["Content-Length"] = str(len(response.content))
    return response


def _said(problem: Problem | None) -> dict[str, str]:
    """What a service says of this case beyond the usual text of its code."""
    if problem is None or problem.code == "origin_refused":
        return {}
    said = {}
    if problem.detail != table()[problem.code][1] or problem.status not in BY_STATUS:
        said["happened"] = gettext(problem.detail)
    if problem.wait:
        seconds = math.ceil(problem.wait)
        said["advice"] = ngettext(
            "Wait %(seconds)d second, then load the page again.",
            "Wait %(seconds)d seconds, then load the page again.",
            seconds,
        ) % {"seconds": seconds}
    return said


def _written(refusal: Refusal, status: int, more: Mapping[str, Any]) -> str:
    site = _site()
    usual = {**refusal._asdict(), "status": status, "site_title": site.site_title, "site_header": site.site_header}
    return render_to_string("admin/refused.html", {**usual, **more})


def _ways(request: HttpRequest, status: int) -> dict[str, str]:
    """Where to go from the page. Only what changes nothing can be asked for again by a link."""
    again = request.get_full_path() if request.method == "GET" and status in FOR_NOW else ""
    return {"back": _back(request), "again": again}


def _back(request: HttpRequest) -> str:
    """The page that the reader came from, unless that is the refused one."""
    address = _way_back(request.headers.get("Referer", ""), request.get_host())
    return "" if request.method == "GET" and address == request.get_full_path() else address


def _way_back(referer: str, host: str) -> str:
    """The address that the reader came from, where it is one of the admin's."""
    try:
        came_from = urlsplit(referer)
    except ValueError:
        return ""
    if came_from.netloc != host or not came_from.path.startswith(PAGES):
        return ""
    return came_from._replace(scheme="", netloc="").geturl()


def _site() -> Any:
    """The site of config/, which knows its name and logo."""
    return admin.site
