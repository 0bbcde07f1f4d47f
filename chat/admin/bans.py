from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin.people import people_named, person
from chat.admin.authority import administrator
from chat.admin.room_names import NamedRooms
from chat.models import Ban
from chat.services.rooms import bans, many_members
from core.admin.forms import ServiceForm
from core.admin.lists import PrefixedSearch, by_id
from core.admin.pages import EndingPages, link


class BanForm(ServiceForm):
    class Meta:
        model = Ban
        fields = ["room", "user", "reason"]


@admin.register(Ban)
class BanAdmin(NamedRooms, PrefixedSearch, EndingPages):
    """Adding a ban keeps a person out of a room, and removes them when they are a member. Deleting a ban lifts it."""

    form = BanForm
    list_display = ("person", "room_link", "banned_by", "at", "reason")
    list_select_related = ("room", "user", "banned_by")
    ordering = ("-id",)
    sortable_by = ()
    search_fields = ("user",)
    search_prefixes = {"room": by_id("room_id"), "user": person("user"), "by": person("banned_by")}
    search_help_text = _("A person's name; room:12, user:kenji or by:hanako for exactly one")
    autocomplete_fields = ("room", "user")
    fields = ("room", "user", "reason")
    linked_lookups = ("room__id__exact",)

    def get_fields(self, request: HttpRequest, obj: Ban | None = None) -> tuple[str, ...]:
        return (*self.fields, "banned_by", "at") if obj else self.fields

    def has_change_permission(self, request: HttpRequest, obj: Ban | None = None) -> bool:
        return False

    def has_ended(self, row: Ban) -> bool:
        return False

    def end(self, request: HttpRequest, row: Ban) -> None:
        bans.lift(by=administrator(request), room_id=row.room_id, user_id=row.user_id)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Ban]) -> None:
        many_members.lift(by=administrator(request), bans=queryset)

    def save_model(self, request: HttpRequest, obj: Ban, form: Any, change: bool) -> None:
        by = administrator(request)
        obj.pk = bans.ban(by=by, room_id=obj.room_id, user_id=obj.user_id, reason=obj.reason).pk

    def search_words(self, queryset: QuerySet[Ban], words: list[str]) -> QuerySet[Ban]:
        return queryset.filter(user__in=people_named(words))

    @admin.display(description=_("room"))
    def room_link(self, ban: Ban) -> str:
        return link(ban.room)

    @admin.display(description=_("user"))
    def person(self, ban: Ban) -> str:
        return str(ban.user)
