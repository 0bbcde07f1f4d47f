from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget, AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.admin.idempotency import once_of_form
from accounts.models import User
from chat.admin import room_members
from chat.admin.authority import administrator
from chat.admin.room_names import NamedRooms
from chat.models import Ban, Membership, Message, Room
from chat.models.room import matching
from chat.services.rooms import defaults, many_rooms, rooms
from core.admin.forms import ServiceForm
from core.admin.lists import words_of
from core.admin.pages import ServicePages, list_link
from core.bulk.actions import bulk

KINDS = Room._meta.get_field("kind").flatchoices  # in the reader's language
DEFAULT_HELP = _("Everybody who joins the site from now on becomes a member. Only for open public rooms.")
WIDGETS = {"topic": AdminTextInputWidget(attrs={"class": "vLargeTextField"})}


class RoomForm(ServiceForm):
    is_archived = forms.BooleanField(
        label=_("Archived"), required=False, help_text=_("Read-only for everybody, and still there.")
    )

    is_default = forms.BooleanField(label=_("Default room"), required=False, help_text=DEFAULT_HELP)

    class Meta:
        model = Room
        fields = ["name", "topic", "posting", "slow_seconds", "successor"]
        widgets = WIDGETS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "name" in self.fields:
            self.fields["name"].required = True  # except for direct rooms, which this form never changes
        if "is_archived" in self.fields:
            self.initial["is_archived"] = self.instance.is_archived
        if "is_default" in self.fields:
            self.initial["is_default"] = self.instance.is_default
            self.fields["is_default"].disabled = self.instance.kind != Room.Kind.PUBLIC

    @property
    def changes(self) -> dict[str, Any]:
        """The fields that the form changed, by the service's names. Other fields may have been changed by others
        meanwhile."""
        names = {"is_archived": "archived"}
        changes = {names.get(field, field): self.cleaned_data[field] for field in self.changed_data}
        if successor := changes.get("successor"):
            changes["successor"] = successor.pk
        return changes


class NewRoomForm(ServiceForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=[choice for choice in KINDS if choice[0] != Room.Kind.DIRECT])
    owner = forms.ModelChoiceField(User.objects.filter(is_active=True), label=_("Owner"))
    is_default = forms.BooleanField(label=_("Default room"), required=False, help_text=DEFAULT_HELP)

    class Meta:
        model = Room
        fields = ["name", "kind", "topic"]
        widgets = WIDGETS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        owner = cast("forms.ModelChoiceField[User]", self.fields["owner"])
        # Made for each form: the widget depends on the reader's language.
        widget = AutocompleteSelect(Membership._meta.get_field("user"), admin.site)
        widget.choices = owner.choices
        owner.widget = widget
        self.initial.setdefault("owner", self.by.pk)


class ArchivedFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "archived"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("0", gettext("Open")), ("1", gettext("Archived")), ("default", gettext("Default room"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Room]) -> QuerySet[Room]:
        if self.value() == "default":
            return queryset.filter(is_default=True)
        return queryset.filter(archived_at__isnull=self.value() == "0") if self.value() in ("0", "1") else queryset


@admin.register(Room)
class RoomAdmin(NamedRooms, ServicePages):
    form = RoomForm
    list_display = ("__str__", "kind", "people", "messages", "last_message_at", "open", "default")
    list_filter = ("kind", ArchivedFilter)
    ordering = ("-id",)
    sortable_by = ()
    search_fields = ("name", "topic")
    autocomplete_fields = ("successor",)
    readonly_fields = ("kind", "created_at", "archived_at", "last_message_at", "messages", "bans")
    fieldsets = (
        (None, {"fields": ("name", "topic", "is_archived", "successor", "is_default")}),
        (_("Rules for members"), {"fields": ("posting", "slow_seconds")}),
        (_("Facts"), {"fields": ("kind", "created_at", "archived_at", "last_message_at", "messages", "bans")}),
    )
    add_fieldsets = ((None, {"fields": ("name", "kind", "topic", "owner", "is_default")}),)
    actions = ("archive", "unarchive", "make_default", "end_default")

    class Media:
        css = {"all": ["irori/admin.css"]}

    # -- Forms

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = RoomForm if change else NewRoomForm
        return super().get_form(request, obj, change=change, **{"form": form, **kwargs})

    def get_fieldsets(self, request: HttpRequest, obj: Room | None = None) -> Any:
        return super().get_fieldsets(request, obj) if obj else self.add_fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Room | None = None) -> tuple[str, ...]:
        return self.readonly_fields if obj else ()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Room], search_term: str
    ) -> tuple[QuerySet[Room], bool]:
        for word in words_of(search_term):
            queryset = queryset.filter(matching(word))
        return queryset, False

    # -- Members

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.members)
        return [path("<int:room_id>/members/", view, name="chat_room_members"), *super().get_urls()]

    def members(self, request: HttpRequest, room_id: int) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return room_members.view(self, request, room_id)

    # -- Permissions

    def has_change_permission(self, request: HttpRequest, obj: Room | None = None) -> bool:
        # A direct room belongs to its people: it has no name, and nobody else archives it.
        return super().has_change_permission(request, obj) and (obj is None or obj.kind != Room.Kind.DIRECT)

    def has_delete_permission(self, request: HttpRequest, obj: Room | None = None) -> bool:
        # Deleting a room would delete all its messages in one long transaction, and no frame would tell browsers. Rooms
        # are archived instead.
        return False

    # -- Changes

    def save_model(self, request: HttpRequest, obj: Room, form: Any, change: bool) -> None:
        by = administrator(request)
        changes = dict(form.changes) if change else {}
        if not change:
            chosen = {name: form.cleaned_data[name] for name in ("name", "kind", "topic", "owner")}
            obj.pk = rooms.create(**chosen, by=by.user, once=once_of_form(request)).pk
            changes = {"is_default": form.cleaned_data["is_default"]}
        is_default = changes.pop("is_default", None)
        if changes:
            rooms.change(by=by, room_id=obj.pk, **changes)
        if is_default is not None:
            defaults.set_default(by=by, room_id=obj.pk, is_default=is_default)

    @bulk(permissions=("change",), description=_("Archive"), done=_("Archived"))
    def archive(self, request: HttpRequest, found: list[Room]) -> Sequence[Room]:
        return _set_archived(request, found, archived=True)

    @bulk(permissions=("change",), description=_("Unarchive"), done=_("Unarchived"))
    def unarchive(self, request: HttpRequest, found: list[Room]) -> Sequence[Room]:
        return _set_archived(request, found, archived=False)

    @bulk(
        permissions=("change",),
        description=_("Make a default room for everybody who joins the site"),
        done=_("Made a default room"),
    )
    def make_default(self, request: HttpRequest, found: list[Room]) -> Sequence[Room]:
        return many_rooms.set_default(by=administrator(request), rooms=found, is_default=True)

    @bulk(permissions=("change",), description=_("No longer a default room"), done=_("No longer a default room"))
    def end_default(self, request: HttpRequest, found: list[Room]) -> Sequence[Room]:
        return many_rooms.set_default(by=administrator(request), rooms=found, is_default=False)

    # -- Columns and fields

    @admin.display(boolean=True, description=_("Archived"))
    def is_archived(self, room: Room) -> bool:
        """For who may only look; others have the field of the form."""
        return room.is_archived

    @admin.display(boolean=True, description=_("open"))
    def open(self, room: Room) -> bool:
        return not room.is_archived

    @admin.display(boolean=True, description=_("default"))
    def default(self, room: Room) -> bool:
        return room.is_default

    @admin.display(description=_("messages"))
    def messages(self, room: Room) -> str:
        return list_link(f"{room.last_seq:,}", Message, room__id__exact=room.pk)

    @admin.display(description=_("members"))
    def people(self, room: Room) -> str:
        return list_link(f"{room.member_count:,}", Membership, room__id__exact=room.pk)

    @admin.display(description=_("bans"))
    def bans(self, room: Room) -> str:
        return list_link(f"{room.bans.count():,}", Ban, room__id__exact=room.pk)


def _set_archived(request: HttpRequest, found: list[Room], *, archived: bool) -> Sequence[Room]:
    """Direct rooms among them stay as they are: nobody archives them."""
    rooms = [room for room in found if not room.is_direct]
    return many_rooms.set_archived(by=administrator(request), rooms=rooms, archived=archived)
