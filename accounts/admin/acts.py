"""The audit log: the acts of everybody, newest first. It is read here and written by services."""

import json
import re
from datetime import datetime
from ipaddress import ip_address
from typing import Any, cast

from django.apps import apps
from django.contrib import admin
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.user_names.spelling import folded
from core.admin.lists import MOST_LISTED, PrefixedSearch, as_id, by_id
from core.admin.pages import ServicePages
from core.admin.time_zones import shown_time
from core.audit import exporting, registry
from core.audit.models import Act, Content
from core.audit.recording import record
from core.text.unicode import caseless

Acts = QuerySet[Act, Act]
PERSON = User._meta.label_lower
NOTHING = Q(pk__in=[])
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d:\d\d")
DOORS = {
    "web": _("Web app"),
    "admin": _("Administration"),
    "socket": _("Socket"),
    "job": _("Job"),
    "command": _("Command"),
}


def people(value: str) -> list[int]:
    """Ids of who is called so: `kenji`, `@kenji` or an id."""
    either = Q(username_key=folded(value.removeprefix("@")))
    if (number := as_id(value)) is not None:
        either |= Q(pk=number)
    return list(User.objects.filter(either).values_list("pk", flat=True))


def by_person(value: str) -> Q:
    # An id also where the person is gone: the log outlives rows.
    number = as_id(value)
    return Q(by_id__in=[*people(value), *([] if number is None else [number])])


def on_something(value: str) -> Q:
    """`kenji`, or a kind and an id: `room:12`."""
    kind, _colon, number = value.rpartition(":")
    if not kind:
        return Q(on_kind=PERSON, on_id__in=[str(pk) for pk in people(value)])
    kinds = [model._meta.label_lower for model in apps.get_models() if model._meta.model_name == kind.lower()]
    return Q(on_kind__in=kinds, on_id=number)


def of_name(value: str) -> Q:
    """A part of an act's name or title, in English or in the reader's language."""
    part = caseless(value)
    return Q(
        name__in=[
            name
            for name, title in registry.declared().items()
            if any(part in caseless(text) for text in (name, title, registry.title_of(name)))
        ]
    )


def from_address(value: str) -> Q:
    try:
        address = str(ip_address(value))
    except ValueError:
        return NOTHING
    # `address__gt` is the condition of the index: SQLite takes no partial index without it.
    of_address = Content.objects.filter(address=address, address__gt="")
    return Q(pk__in=of_address.order_by("-act").values("act")[:MOST_LISTED])


class AppFilter(admin.SimpleListFilter):
    title = _("part of the site")
    parameter_name = "app"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        labels = dict.fromkeys(name.partition(".")[0] for name in registry.declared())
        known = [config for config in apps.get_app_configs() if config.label in labels]
        return [(config.label, str(config.verbose_name)) for config in known]

    def queryset(self, request: HttpRequest, queryset: Acts) -> Acts:
        if not (label := self.value()):
            return queryset
        return queryset.filter(name__in=[name for name in registry.declared() if name.startswith(f"{label}.")])


@admin.register(Act)
class ActAdmin(PrefixedSearch, ServicePages):
    list_display = ("at", "title", "by", "on", "room", "reason", "origin")
    list_display_links = ("at",)
    list_filter = (AppFilter,)
    list_select_related = ("content",)
    ordering = ("-pk",)
    sortable_by = ()
    actions = None
    search_fields = ("name",)
    search_prefixes = {
        "by": by_person,
        "on": on_something,
        "room": by_id("room_id"),
        "act": of_name,
        "ip": from_address,
    }
    search_help_text = _("by:kenji, on:kenji, on:room:12, room:12, act:banned, ip:203.0.113.7")
    change_list_template = "accounts/admin_acts.html"
    fields = ("at", "title", "by", "on", "room", "reason", "origin", "details", "position", "link")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Act | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Act | None = None) -> bool:
        return False

    def search_words(self, queryset: Acts, words: list[str]) -> Acts:
        for word in words:
            queryset = queryset.filter(of_name(word))
        return queryset

    # -- CSV

    def get_urls(self) -> list[Any]:
        return [
            path("export/", self.admin_site.admin_view(require_POST(self.export)), name="audit_act_export"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        query = request.GET.urlencode()
        address = reverse("admin:audit_act_export") + (f"?{query}" if query else "")
        shown = {
            "title": capfirst(self.opts.verbose_name_plural),
            "export_address": address,
            "most_exported": MOST_LISTED,
        }
        return super().changelist_view(request, {**shown, **(extra_context or {})})

    def export(self, request: HttpRequest) -> HttpResponse:
        """The list as it is filtered, newest first, as many as a list shows. `manage.py audit export` writes all."""
        if not self.has_view_permission(request):
            return HttpResponse(status=403)
        acts = list(self.get_changelist_instance(request).get_queryset(request)[:MOST_LISTED])
        with transaction.atomic():
            record("audit.exported", by=cast(User, request.user), details={"filter": request.GET.urlencode()[:400]})
        return HttpResponse(
            "\ufeff" + "".join(exporting.as_csv(acts)),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="audit.csv"'},
        )

    # -- Columns

    @admin.display(description=_("act"))
    def title(self, act: Act) -> str:
        return registry.title_of(act.name)

    @admin.display(description=_("by"))
    def by(self, act: Act) -> str:
        if act.by_id is None:
            return gettext("Nobody signed in") if act.door in ("web", "admin") else gettext("The site")
        return _said(act, "by_name") or _numbered(PERSON, act.by_id)

    @admin.display(description=_("on"))
    def on(self, act: Act) -> str:
        if not act.on_id:
            return "-"
        return _said(act, "on_name") or _numbered(act.on_kind, act.on_id)

    @admin.display(description=_("room"))
    def room(self, act: Act) -> str:
        return "-" if act.room_id is None else _said(act, "room_name") or f"{gettext('room')} {act.room_id}"

    @admin.display(description=_("reason"))
    def reason(self, act: Act) -> str:
        return _said(act, "reason") or "-"

    @admin.display(description=_("from"))
    def origin(self, act: Act) -> str:
        return f"{DOORS.get(act.door, act.door)} {_said(act, 'address')}".strip()

    @admin.display(description=_("details"))
    def details(self, act: Act) -> str:
        if getattr(act, "content", None) is None:
            return gettext("Erased")
        details: dict[str, Any] = json.loads(_said(act, "details") or "{}")
        return "; ".join(f"{gettext(name)}: {_shown(value)}" for name, value in details.items()) or "-"


def _said(act: Act, name: str) -> str:
    """What the content says; "" where it was erased."""
    return str(getattr(getattr(act, "content", None), name, ""))


def _numbered(kind: str, number: object) -> str:
    """What is called by no name, or by none any more: a message, an erased person."""
    try:
        named = apps.get_model(kind)._meta.verbose_name
    except LookupError:
        named = kind  # of an app that was taken out
    return f"{named} {number}"


def _shown(value: Any) -> str:
    match value:
        case None | "":
            return "-"
        case bool():
            return gettext("Yes") if value else gettext("No")
        case dict():
            return ", ".join(f"{gettext(name)} {_shown(each)}" for name, each in value.items())
        case list():
            return ", ".join(map(_shown, value))
        case str() if TIME.fullmatch(value):
            return shown_time(datetime.fromisoformat(value))
    return gettext(value) if isinstance(value, str) else f"{value}"
