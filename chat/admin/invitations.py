from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin.people import people_named, person
from chat.admin.authority import administrator
from chat.admin.room_names import NamedRooms
from chat.models import RoomInvitation
from chat.services.rooms import invitations
from core.admin.lists import PrefixedSearch, by_id
from core.admin.pages import EndingPages, link


@admin.register(RoomInvitation)
class RoomInvitationAdmin(NamedRooms, PrefixedSearch, EndingPages):
    """Lists and revokes invitations. People make invitations in their rooms, where the web app shows the link."""

    list_display = ("created_at", "room_link", "made_by", "expires_at", "uses_left")
    list_select_related = ("room", "made_by")
    ordering = ("-id",)
    sortable_by = ()
    search_fields = ("made_by",)
    search_prefixes = {"room": by_id("room_id"), "by": person("made_by")}
    search_help_text = _("A person's name; room:12 or by:kenji for exactly one")
    readonly_fields = fields = ("room", "made_by", "created_at", "expires_at", "uses_left")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: RoomInvitation | None = None) -> bool:
        return False

    def has_ended(self, row: RoomInvitation) -> bool:
        return False

    def end(self, request: HttpRequest, row: RoomInvitation) -> None:
        invitations.revoke(by=administrator(request), room_id=row.room_id, invitation_id=row.pk)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[RoomInvitation]) -> None:
        invitations.revoke_many(by=administrator(request), invitations=queryset)

    def search_words(self, queryset: QuerySet[RoomInvitation], words: list[str]) -> QuerySet[RoomInvitation]:
        return queryset.filter(made_by__in=people_named(words))

    @admin.display(description=_("room"))
    def room_link(self, invitation: RoomInvitation) -> str:
        return link(invitation.room)
