"""Mutes: the page of all, actions on people and members, and what pages of people and rooms show of them."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.admin.people import people_named, person
from accounts.models import User
from chat.admin.authority import administrator
from chat.admin.room_names import name_direct_rooms
from chat.models import Membership, Room
from core.admin.forms import ServiceForm
from core.admin.lists import PrefixedSearch, by_id
from core.admin.pages import EndingPages, link
from core.admin.parts import Section
from core.bulk.actions import bulk
from core.db.clock import database_now
from moderation.admin.durations import mute_for
from moderation.models import Mute
from moderation.models.mute import REASON_LENGTH
from moderation.services import many_mutes, mutes
from moderation.services.mutes import LIFT_PERMISSION, PERMISSION

MOST_SHOWN = 20


class MuteForm(ServiceForm):
    seconds = mute_for()

    class Meta:
        model = Mute
        fields = ["room", "user", "seconds", "reason"]

    def _get_validation_exclusions(self) -> set[str]:
        """The fields of unique constraints: a mute takes the place of the one that was there."""
        return {*super()._get_validation_exclusions(), "room", "user"}  # type: ignore[misc]  # missing in the stubs


class AskedMute(forms.Form):
    """Of those whom an action is about."""

    seconds = mute_for()
    reason = forms.CharField(
        label=_("Reason"), max_length=REASON_LENGTH, required=False, help_text=_("The person reads it.")
    )


class StandingFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("ended", gettext("Ended")), ("all", gettext("All"))]

    def choices(self, changelist: Any) -> Iterator[Any]:
        standing, *others = super().choices(changelist)
        yield {**standing, "display": gettext("Muted now")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Mute]) -> QuerySet[Mute]:
        now = database_now()
        match self.value():
            case "all":
                return queryset
            case "ended":
                return queryset.filter(Q(ended_at__isnull=False) | Q(until__lte=now))
        return queryset.filter(Q(until=None) | Q(until__gt=now), ended_at=None)


@admin.register(Mute)
class MuteAdmin(PrefixedSearch, EndingPages):
    """Adding mutes a person, without a room on the whole site. Deleting lifts a mute."""

    form = MuteForm
    list_display = ("person", "room_link", "until", "reason", "muted_by", "at")
    list_filter = (StandingFilter,)
    list_select_related = ("room", "user", "muted_by")
    ordering = ("-id",)
    sortable_by = ()
    search_fields = ("user",)
    search_prefixes = {"room": by_id("room_id"), "user": person("user"), "by": person("muted_by")}
    search_help_text = _("A person's name; room:12, user:kenji or by:hanako for exactly one")
    autocomplete_fields = ("room", "user")

    def get_fields(self, request: HttpRequest, obj: Mute | None = None) -> tuple[str, ...]:
        if obj is None:
            return ("user", "room", "seconds", "reason")
        return ("user", "room", "until", "reason", "muted_by", "at", "ended_at")

    def has_change_permission(self, request: HttpRequest, obj: Mute | None = None) -> bool:
        return False

    def has_ended(self, row: Mute) -> bool:
        return not row.holds(database_now())

    def end(self, request: HttpRequest, row: Mute) -> None:
        mutes.lift(by=administrator(request), room_id=row.room_id, user_id=row.user_id)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Mute]) -> None:
        many_mutes.lift(by=administrator(request), mutes=queryset)

    def save_model(self, request: HttpRequest, obj: Mute, form: Any, change: bool) -> None:
        by, seconds = administrator(request), form.cleaned_data["seconds"]
        muted = mutes.mute(by=by, room_id=obj.room_id, user_id=obj.user_id, seconds=seconds, reason=obj.reason)
        obj.pk = muted.pk

    def search_words(self, queryset: QuerySet[Mute], words: list[str]) -> QuerySet[Mute]:
        return queryset.filter(user__in=people_named(words))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        mute = super().get_object(request, object_id, from_field)
        name_direct_rooms([mute.room] if mute and mute.room else [])
        return mute

    @admin.display(description=_("person"))
    def person(self, mute: Mute) -> str:
        return str(mute.user)

    @admin.display(description=_("room"))
    def room_link(self, mute: Mute) -> str:
        return link(mute.room) if mute.room else gettext("The whole site")


@bulk(description=_("Mute in the room"), done=_("Muted"), rights=("chat.view_membership", PERMISSION), form=AskedMute)
def mute_members(pages: Any, request: HttpRequest, rows: list[Membership], form: AskedMute) -> list[Membership]:
    many_mutes.mute_members(by=administrator(request), memberships=rows, **form.cleaned_data)
    return rows


@bulk(
    description=_("Mute on the whole site"), done=_("Muted"), rights=("accounts.view_user", PERMISSION), form=AskedMute
)
def mute_people(pages: Any, request: HttpRequest, rows: list[User], form: AskedMute) -> list[User]:
    many_mutes.mute_people(by=administrator(request), people=rows, **form.cleaned_data)
    return rows


def of_person(request: HttpRequest, row: User) -> Section | None:
    return _section(request, Mute.objects.filter(user=row), user=row.pk)


def of_room(request: HttpRequest, row: Room) -> Section | None:
    return _section(request, Mute.objects.filter(room=row), room=row.pk)


def _section(request: HttpRequest, found: Any, **about: int) -> Section | None:
    """Those that stand, with what the reader may do: lift each, and mute."""
    if not request.user.has_perm("moderation.view_mute"):
        return None
    rows = list(found.standing(database_now()).select_related("user", "room").order_by("-pk")[:MOST_SHOWN])
    name_direct_rooms([row.room for row in rows if row.room])
    address = reverse("admin:moderation_mute_add", query=about)
    may = {"lift": request.user.has_perm(LIFT_PERMISSION), "add": address if request.user.has_perm(PERMISSION) else ""}
    return Section(gettext("Mutes"), "moderation/admin_mutes.html", {"rows": rows, **may})
