"""Bulk actions that run as jobs: how far each is."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.admin.pages import ServicePages
from core.bulk.models import BulkAction
from core.problems import table

# Seconds after which a browser loads the page of a running action again.
FRESH_AFTER = 2


@admin.register(BulkAction)
class BulkActionAdmin(ServicePages):
    """Whoever began an action sees its page; the list needs the permission."""

    list_display = ("title", "by", "created_at", "progress", "state")
    list_select_related = ("by",)
    ordering = ("-pk",)
    sortable_by = ()
    actions = None
    fields = ("title", "by", "created_at", "progress", "changed", "refused", "state", "ended_at")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[BulkAction]:
        # Ten thousand ids a row, which no page shows.
        return super().get_queryset(request).defer("rows")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: BulkAction | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: BulkAction | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: BulkAction | None = None) -> bool:
        return super().has_view_permission(request, obj) or bool(obj and obj.by_id == request.user.pk)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().change_view(request, object_id, *args, **kwargs)
        action = getattr(response, "context_data", None) and response.context_data.get("original")  # type: ignore[attr-defined]
        if action and not action.has_ended:
            response["Refresh"] = str(FRESH_AFTER)
        return response

    @admin.display(description=_("progress"))
    def progress(self, action: BulkAction) -> str:
        told = gettext("%(position)d of %(total)d") % {"position": action.position, "total": action.total}
        return format_html('<progress value="{}" max="{}">{}</progress> {}', action.position, action.total, told, told)

    @admin.display(description=_("refused"))
    def refused(self, action: BulkAction) -> str:
        return " · ".join(f"{_words(code)} ({count})" for code, count in sorted(action.refusals.items())) or "0"

    @admin.display(description=_("state"))
    def state(self, action: BulkAction) -> str:
        if action.has_ended:
            return gettext("Done")
        return gettext("Running") if action.position else gettext("Waiting")


def _words(code: str) -> str:
    """A row that was refused by an older version may have a code that is no more."""
    return gettext(table()[code][1]) if code in table() else code
