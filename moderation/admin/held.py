from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.admin.people import people_named, person
from chat.admin import private_rooms
from chat.admin.authority import administrator
from chat.admin.room_names import NamedRooms
from chat.models import Room
from core.admin.lists import PrefixedSearch, by_id
from core.admin.pages import ServicePages, link
from core.bulk.actions import bulk
from moderation.models import HeldMessage
from moderation.services.held import releasing_many

EXCERPT_OF = 300  # characters
# What staff look at: in a private room, what its own rules hold is for its moderators.
FOR_STAFF = ~Q(room__kind=Room.Kind.PRIVATE) | Q(rule__room=None, rule__isnull=False) | Q(is_first=True)


@admin.register(HeldMessage)
class HeldMessageAdmin(NamedRooms, PrefixedSearch, ServicePages):
    """Messages that wait. Releasing makes a new message; refusing tells its author."""

    list_display = ("at", "excerpt", "author_link", "room_link", "why")
    list_display_links = ("at",)
    list_select_related = ("author", "room", "rule")
    ordering = ("id",)
    sortable_by = ()
    search_fields = ("author",)
    search_prefixes = {"room": by_id("room_id"), "author": person("author")}
    search_help_text = _("A person's name; room:12 or author:kenji for exactly one")
    readonly_fields = fields = ("author_link", "room_link", "at", "body", "attached", "why", "note")
    actions = ("release", "refuse")
    linked_lookups = ("room__id__exact", "author__id__exact")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        row = super().get_object(request, object_id, from_field)
        hide(request, [row] if row else [])
        return row

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changes = super().get_changelist_instance(request)
        hide(request, changes.result_list)
        return changes

    def get_queryset(self, request: HttpRequest) -> QuerySet[HeldMessage]:
        waiting = super().get_queryset(request).filter(FOR_STAFF, state=HeldMessage.State.WAITING)
        return waiting.select_related("author", "room", "rule")

    def search_words(self, queryset: QuerySet[HeldMessage], words: list[str]) -> QuerySet[HeldMessage]:
        return queryset.filter(author__in=people_named(words))

    @admin.display(description=_("text"))
    def body(self, row: HeldMessage) -> str:
        return _hidden(row) or row.text

    @admin.display(description=_("text"))
    def excerpt(self, row: HeldMessage) -> str:
        return _hidden(row) or Truncator(row.text).chars(EXCERPT_OF) or self.attached(row)

    @admin.display(description=_("files"))
    def attached(self, row: HeldMessage) -> str:
        return ", ".join(file[1] for file in row.files or ())

    @admin.display(description=_("author"))
    def author_link(self, row: HeldMessage) -> str:
        return link(row.author)

    @admin.display(description=_("room"))
    def room_link(self, row: HeldMessage) -> str:
        return link(row.room)

    @admin.display(description=_("why"))
    def why(self, row: HeldMessage) -> str:
        return gettext("first message") if row.is_first else row.rule.pattern if row.rule else gettext("a former rule")

    @bulk(description=_("Release: send now"), permissions=("change",), done=_("Released and sent"))
    def release(self, request: HttpRequest, rows: list[HeldMessage]) -> Sequence[HeldMessage]:
        return releasing_many.release(by=administrator(request), held=rows)

    @bulk(description=_("Refuse"), permissions=("change",), done=_("Refused"))
    def refuse(self, request: HttpRequest, rows: list[HeldMessage]) -> Sequence[HeldMessage]:
        return releasing_many.refuse(by=administrator(request), held=rows)


def hide(request: HttpRequest, shown: Iterable[HeldMessage]) -> None:
    """Empty what waits in rooms that the reader may not read. What stands there instead is its `hidden`."""
    found = list(shown)
    hidden = private_rooms.hidden_among(request, {row.room_id: row.room for row in found}.values())
    for row in found:
        if row.room_id in hidden:
            row.text, row.files = "", None
            row.hidden = private_rooms.hidden_text(request, row.room)  # type: ignore[attr-defined]


def _hidden(row: HeldMessage) -> str:
    return getattr(row, "hidden", "")
