from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.admin.browser_names import browser_name
from accounts.admin.people import people_named, person
from accounts.admin.permissions import may_change
from accounts.models import Session, User
from accounts.services import sessions
from core.admin.lists import PrefixedSearch
from core.admin.pages import ServicePages, link
from core.admin.sentences import sentence
from core.bulk.actions import bulk
from core.problems import Problem


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("live", gettext("Signed in")), ("ended", gettext("Ended"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Session]) -> QuerySet[Session]:
        match self.value():
            case "live":
                return queryset.filter(revoked_at=None, expires_at__gt=timezone.now())
            case "ended":
                return queryset.exclude(revoked_at=None, expires_at__gt=timezone.now())
        return queryset


@admin.register(Session)
class SessionAdmin(PrefixedSearch, ServicePages):
    """Sessions can be viewed and ended here; they begin by signing in."""

    list_display = ("created_at", "person", "browser", "address", "last_used_at", "state")
    list_display_links = ("created_at",)
    list_filter = (StateFilter,)
    list_select_related = ("user",)
    # An index has this order. A session expires a fixed time after its last use, so it is the order of last use, too.
    ordering = ("-expires_at",)
    sortable_by = ()
    search_fields = ("user",)
    search_prefixes = {"user": person("user")}
    search_help_text = _("A person's name, or user:kenji for exactly one person")
    fields = ("person", "browser", "user_agent", "address", "created_at", "last_used_at", "expires_at", "state")
    readonly_fields = fields
    actions = ("revoke",)
    linked_lookups = ("user__id__exact",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Session | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Session | None = None) -> bool:
        return False

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return super().has_change_permission(request)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.end)
        return [path("<uuid:session_id>/end/", view, name="accounts_session_end"), *super().get_urls()]

    def end(self, request: HttpRequest, session_id: UUID) -> HttpResponse:
        """End one device, from the page of its person. Its sockets close at once."""
        session = Session.objects.select_related("user").filter(pk=session_id).first()
        if not self.has_revoke_permission(request):
            raise PermissionDenied
        if session is None:
            raise Http404
        if not may_change(request, session.user):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        with transaction.atomic():
            sessions.revoke([session], Session.End.BY_ADMINISTRATOR, by=cast(User, request.user))
            self.log_change(request, session, sentence(gettext("Signed out")))
        self.message_user(request, sentence(gettext("Signed out")), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:accounts_user_change", args=[session.user_id]))

    @bulk(permissions=("revoke",), description=_("Sign out"), done=_("Signed out"))
    def revoke(self, request: HttpRequest, rows: list[Session]) -> Sequence[Session]:
        for session in rows:
            if not may_change(request, session.user):
                raise Problem("forbidden", gettext("Only a superuser changes people of the staff."), about=session)
        sessions.revoke(rows, Session.End.BY_ADMINISTRATOR, by=cast(User, request.user))
        return rows

    def search_words(self, queryset: QuerySet[Session], words: list[str]) -> QuerySet[Session]:
        return queryset.filter(user__in=people_named(words))

    @admin.display(description=_("user"))
    def person(self, session: Session) -> str:
        return link(session.user)

    @admin.display(description=_("browser"))
    def browser(self, session: Session) -> str:
        return browser_name(session.user_agent)

    @admin.display(description=_("state"))
    def state(self, session: Session) -> str:
        if session.revoked_at is not None:
            return str(session.get_end_display())
        return gettext("Signed in") if session.expires_at > timezone.now() else gettext("Expired")
