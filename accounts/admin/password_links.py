"""The admin page that makes a link to set a new password, for sites without mail and people without email."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from accounts.admin.permissions import may_change
from accounts.api.requests import desk
from accounts.models import User
from accounts.services import password_reset
from core.admin import reauthentication
from core.admin.pages import ServicePages


def page(pages: ServicePages, request: HttpRequest, object_id: str) -> HttpResponse:
    person = pages.get_object(request, object_id)
    if person is None:
        raise Http404
    if not may_have_link(pages, request, person):
        raise PermissionDenied
    if request.method == "POST" and (asked := reauthentication.ask(pages, request)):
        return asked
    link = _make(pages, request, person) if request.method == "POST" else ""
    context: dict[str, Any] = {
        **pages.admin_site.each_context(request),
        "opts": pages.opts,
        "original": person,
        "title": gettext("A link to set a new password"),
        "link": link,
    }
    return TemplateResponse(request, "accounts/admin_password_link.html", context)


def may_have_link(pages: ServicePages, request: HttpRequest, person: User) -> bool:
    """Whether the caller may make a link for this person: the link gives the account away.

    For their own account people use the page that asks for the present password.
    """
    if person == request.user or not person.is_active:
        return False
    return may_change(request, person) and pages.has_change_permission(request, person)


def _make(pages: ServicePages, request: HttpRequest, person: User) -> str:
    """Make the link and log who made it. The link itself is not stored."""
    link = password_reset.hand(user=person, site=desk(request).site, by=cast(User, request.user))
    pages.log_change(request, person, gettext("Made a link to set a new password."))
    return link
