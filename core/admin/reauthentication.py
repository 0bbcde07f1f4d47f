"""Ask who is there again before what cannot be undone: a browser may have been left open.

Accounts brings the form that asks (`admin_confirmation` in core/app_contents.py): password, and a second factor where
one is on. Signing in counts as well.
"""

import time
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from core.app_contents import named

SESSION_KEY = "confirmed_at"
FRESH_SECONDS = 600
# Fields of the form begin so; none of them reaches what comes after.
PREFIX = "confirm"
NOT_SENT_AGAIN = "csrfmiddlewaretoken"


def is_fresh(request: HttpRequest) -> bool:
    confirmed = request.session.get(SESSION_KEY)
    return isinstance(confirmed, int | float) and 0 <= time.time() - confirmed < FRESH_SECONDS


def mark(request: HttpRequest) -> None:
    request.session[SESSION_KEY] = time.time()


def ask(pages: Any, request: HttpRequest) -> HttpResponse | None:
    """The page that asks, for a POST that is final. None where the person confirmed a short time ago, or does so now."""
    if is_fresh(request):
        _strip(request)  # of a form that was sent twice
        return None
    form = _form(request)
    if form.is_bound and form.is_valid():
        mark(request)
        _strip(request)
        return None
    kept = _without_ours(request.POST)
    context = {
        **pages.admin_site.each_context(request),
        "opts": pages.opts,
        "title": gettext("Confirm that it is you"),
        "form": form,
        "sent": [(name, value) for name, values in kept.lists() for value in values if name != NOT_SENT_AGAIN],
        "back": request.get_full_path(),
    }
    return TemplateResponse(request, "admin/confirm.html", context)


def _form(request: HttpRequest) -> Any:
    (form,) = named("admin_confirmation")
    is_sent = any(name.startswith(f"{PREFIX}-") for name in request.POST)
    return form(request, request.POST if is_sent else None, prefix=PREFIX)


def _strip(request: HttpRequest) -> None:
    """What comes after sees the form as it was sent first, and keeps no digest of a password."""
    request.POST = _without_ours(request.POST)


def _without_ours(sent: QueryDict) -> Any:
    kept = sent.copy()
    for name in list(kept):
        if name.startswith(f"{PREFIX}-"):
            del kept[name]
    return kept
