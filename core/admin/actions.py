"""Actions on the rows of an admin list, with what they need to ask first."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from core.admin import reauthentication

# The page that asks sends this field when it is filled in.
ASKED = "asked"
MOST_NAMED = 20


def action(
    *,
    description: Any,
    rights: tuple[str, ...] = (),
    permissions: tuple[str, ...] = (),
    form: type[forms.Form] | None = None,
    final: bool | Callable[[forms.Form], bool] = False,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a function (pages, request, rows) an action, or a method of the pages.

    `rights`: permissions such as "moderation.add_mute", all of which the person needs. `permissions` name methods of the
    pages, as with Django's decorator. With a `form`, a page asks for its fields first, and the function gets the valid
    form as a fourth argument. What is `final`, always or by what the form says, cannot be undone: the person's password
    is asked for, unless that was a short time ago.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def run(pages: Any, request: HttpRequest, rows: QuerySet[Any]) -> Any:
            asked = []
            if form is not None:
                asked.append(form(request.POST if ASKED in request.POST else None))
                if not asked[0].is_valid():
                    return _ask(pages, request, rows, asked[0], description)
            is_final = final(*asked) if callable(final) else final
            if is_final and (page := reauthentication.ask(pages, request)):
                return page
            return function(pages, request, rows, *asked)

        run.rights = rights  # type: ignore[attr-defined]
        return admin.action(run, permissions=permissions or None, description=description)

    return decorate


def may_run(request: HttpRequest, function: Callable[..., Any]) -> bool:
    return request.user.has_perms(getattr(function, "rights", ()))


def _ask(pages: Any, request: HttpRequest, rows: QuerySet[Any], form: forms.Form, title: Any) -> HttpResponse:
    """The page that asks. It sends again what chose the rows."""
    number = rows.order_by().count()
    sent = [(ACTION_CHECKBOX_NAME, value) for value in request.POST.getlist(ACTION_CHECKBOX_NAME)]
    sent += [(name, request.POST[name]) for name in ("action", "select_across") if name in request.POST]
    context = {
        **pages.admin_site.each_context(request),
        "opts": pages.opts,
        "title": title,
        "form": form,
        "media": pages.media + form.media,
        "sent": [*sent, (ASKED, "1")],
        "rows": rows[:MOST_NAMED],
        "more": max(0, number - MOST_NAMED),
        "back": request.get_full_path(),
    }
    return TemplateResponse(request, "admin/ask_before_action.html", context)
