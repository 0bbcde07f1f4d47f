from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chat.admin.room_names import NamedRooms
from core.admin.lists import PrefixedSearch, by_id
from core.admin.pages import ServicePages, link
from search.models import IndexedRoom
from search.models.chunk import FORMAT
from search.selectors.progress import progress


@admin.register(IndexedRoom)
class IndexedRoomAdmin(NamedRooms, PrefixedSearch, ServicePages):
    """Nobody changes the index by hand: `manage.py reindex` writes or repairs it."""

    list_display = ("room_link", "waiting")
    list_display_links = None  # the first column leads to the room; the row says nothing more
    ordering = ("-room_id",)
    sortable_by = ()
    search_fields = ("room",)
    search_prefixes = {"room": by_id("room_id")}
    search_help_text = _("A room's name; room:12 for exactly one")
    fields = ("room", "waiting")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[IndexedRoom]:
        # Leaves out the rows of rooms that are gone.
        return super().get_queryset(request).select_related("room")

    def search_words(self, queryset: QuerySet[IndexedRoom], words: list[str]) -> QuerySet[IndexedRoom]:
        for word in words:
            queryset = queryset.filter(room__name__icontains=word)
        return queryset

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {**(extra_context or {}), "subtitle": summary()})

    @admin.display(description=_("room"))
    def room_link(self, row: IndexedRoom) -> str:
        return link(row.room)

    @admin.display(description=_("changes not indexed yet"))
    def waiting(self, row: IndexedRoom) -> str:
        indexed = row.rev if row.format == FORMAT else 0
        return f"{max(0, row.room.rev - indexed):,}"


def summary() -> str:
    now = progress()
    return gettext("%(percent)d %% of all changes indexed, %(chunks)s chunks, %(size)s") % {
        "percent": now.percent,
        "chunks": f"{now.chunks:,}",
        "size": filesizeformat(now.size),
    }
