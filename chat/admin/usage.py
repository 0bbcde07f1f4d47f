from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from chat.admin.room_names import NamedRooms
from chat.models import Room, RoomUsage
from chat.models.room import matching
from core.admin.lists import by_id
from core.admin.pages import link, list_link
from files.admin.usage import UsagePages
from files.models import File


@admin.register(RoomUsage)
class RoomUsageAdmin(NamedRooms, UsagePages):
    admin_group = "storage"
    list_display = ("room_link", "filesize", "number")
    list_select_related = ("room",)
    ordering = ("-size", "-room")
    search_fields = ("room__name",)
    search_prefixes = {"room": by_id("room_id")}
    search_help_text = _("words of the name, or room:12")

    def search_words(self, queryset: QuerySet[RoomUsage], words: list[str]) -> QuerySet[RoomUsage]:
        for word in words:
            queryset = queryset.filter(room__in=Room.objects.filter(matching(word)))
        return queryset

    @admin.display(description=_("room"))
    def room_link(self, row: Any) -> str:
        return link(row.room)

    @admin.display(description=_("files"))
    def number(self, row: Any) -> str:
        return list_link(f"{row.files:,}", File, q=f"room:{row.room_id}")
