from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.admin.people import people_named, person
from chat.admin import handing_over
from chat.admin.authority import administrator
from chat.admin.room_names import NamedRooms
from chat.models import Membership
from chat.services.rooms import many_members, memberships
from core.admin.forms import ServiceForm
from core.admin.lists import PrefixedSearch, by_id
from core.admin.pages import EndingPages, link
from core.bulk.actions import bulk

Role = Membership.Role


class MembershipForm(ServiceForm):
    class Meta:
        model = Membership
        fields = ["room", "user", "role"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        known = Membership.objects.filter(room=cleaned.get("room"), user=cleaned.get("user")).first()
        if known and known.is_current:
            raise forms.ValidationError(_("This person is a member already."), code="already_member")
        if known:
            self.instance = known  # a returning member gets the former row
        return cleaned


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Membership._meta.get_field("role").flatchoices)


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("current", gettext("Member")), ("left", gettext("Left"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Membership]) -> QuerySet[Membership]:
        return queryset.filter(left_at__isnull=self.value() == "current") if self.value() else queryset


@admin.register(Membership)
class MembershipAdmin(NamedRooms, PrefixedSearch, EndingPages):
    """Adding makes a person a member; deleting ends the membership and keeps the row, as leaving does."""

    form = MembershipForm
    list_display = ("person", "room_link", "role", "joined_at", "left_at")
    list_filter = (StateFilter, "role")
    list_select_related = ("room", "user")
    ordering = ("-id",)
    sortable_by = ()
    search_fields = ("user",)
    search_prefixes = {"room": by_id("room_id"), "user": person("user")}
    search_help_text = _("A person's name; room:12 or user:kenji for exactly one")
    autocomplete_fields = ("room", "user")
    fields = ("room", "user", "role")
    actions = ("remove", "ban", "change_role")
    linked_lookups = ("room__id__exact",)

    def get_readonly_fields(self, request: HttpRequest, obj: Membership | None = None) -> tuple[str, ...]:
        return ("room", "user", "joined_at", "left_at", "last_read_seq") if obj else ()

    def get_fields(self, request: HttpRequest, obj: Membership | None = None) -> tuple[str, ...]:
        return (*self.fields, "joined_at", "left_at", "last_read_seq") if obj else self.fields

    def has_change_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.is_current)

    def has_ended(self, row: Membership) -> bool:
        return not row.is_current

    def end(self, request: HttpRequest, row: Membership) -> None:
        memberships.remove(by=administrator(request), room_id=row.room_id, user_id=row.user_id)

    def has_ban_permission(self, request: HttpRequest) -> bool:
        return self.has_delete_permission(request) and request.user.has_perm("chat.add_ban")

    @bulk(permissions=("delete",), description=_("Remove from the room"), done=_("Removed"))
    def remove(self, request: HttpRequest, rows: list[Membership]) -> Sequence[Membership]:
        return many_members.remove(by=administrator(request), memberships=rows)

    @bulk(permissions=("ban",), description=_("Remove from the room and ban"), done=_("Banned"))
    def ban(self, request: HttpRequest, rows: list[Membership]) -> Sequence[Membership]:
        banned = {(ban.room_id, ban.user_id) for ban in many_members.ban(by=administrator(request), memberships=rows)}
        return [row for row in rows if (row.room_id, row.user_id) in banned]

    @bulk(permissions=("change",), description=_("Change the role"), done=_("Role changed"), form=RoleForm)
    def change_role(self, request: HttpRequest, rows: list[Membership], form: RoleForm) -> Sequence[Membership]:
        return many_members.change_role(by=administrator(request), memberships=rows, role=form.cleaned_data["role"])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        many_members.remove(by=administrator(request), memberships=queryset)

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        by, role = administrator(request), form.cleaned_data["role"]
        if not change:
            obj.pk = memberships.add(by=by, room_id=obj.room_id, user_ids=[obj.user_id])[0].pk
        memberships.change_role(by=by, room_id=obj.room_id, user_id=obj.user_id, role=role)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.hand_over)
        return [path("hand-over/<int:user_id>/", view, name="chat_membership_hand_over"), *super().get_urls()]

    def hand_over(self, request: HttpRequest, user_id: int) -> HttpResponse:
        return handing_over.page(self, request, user_id)

    def search_words(self, queryset: QuerySet[Membership], words: list[str]) -> QuerySet[Membership]:
        return queryset.filter(user__in=people_named(words))

    @admin.display(description=_("room"))
    def room_link(self, membership: Membership) -> str:
        return link(membership.room)

    @admin.display(description=_("user"))
    def person(self, membership: Membership) -> str:
        return str(membership.user)
