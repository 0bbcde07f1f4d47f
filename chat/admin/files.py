from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.admin.people import person
from chat.admin import message_search, private_rooms
from chat.admin.authority import administrator
from chat.admin.private_rooms import readable
from chat.admin.room_names import name_direct_rooms
from chat.models import KeptFile, Message, MessageFile, Room
from chat.services import file_removal
from core.admin.lists import PrefixedSearch, as_id, words_of
from core.admin.pages import EndingPages, link, list_link
from files.admin.sizes import exact_size
from files.models import File
from files.services.pictures import address_of

# Files that a search by name, or in a room, looks at: of a million, a tenth of a second's work.
LARGEST_SEARCHED = NEWEST_OF_A_ROOM = 10_000
# And finds of these.
MOST_FOUND = 500


@admin.register(File)
class FileAdmin(PrefixedSearch, EndingPages):
    """Lists files, the largest first, and deletes them. It shows what is known of a file and never its content: an
    administrator fetches a file of a room as its members alone do."""

    list_display = ("name", "filesize", "type", "owner_link", "place", "created_at")
    list_select_related = (
        "owner", "message_file__room", "message_file__message", "kept_file__kept__message__room",
    )  # fmt: skip
    ordering = ("-size", "-id")
    sortable_by = ()
    search_fields = ("name",)
    search_prefixes = {
        "owner": person("owner"),
        "room": lambda value: Q(pk__in=_newest_of(value)),
        "copies": lambda value: Q(blob__in=_blob_of(value)),
    }
    search_help_text = format_lazy(
        _(
            "owner:kenji, room:12 (its newest {count} files), and words of names, looked for in the largest {count} of these; "
            "the largest {found} are listed"
        ),
        count=f"{LARGEST_SEARCHED:,}",
        found=MOST_FOUND,
    )
    fields = ("shown_name", "exact", "type", "owner_link", "place", "created_at", "copies", "content")
    readonly_fields = fields
    final_delete = True
    delete_confirmation_template = "chat/admin_file_delete.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[File]:
        return super().get_queryset(request).filter(state=File.State.READY)

    # -- What the reader may see

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        file = super().get_object(request, object_id, from_field)
        _prepare(request, [file] if file else [])
        return file

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changes = super().get_changelist_instance(request)
        _prepare(request, changes.result_list)
        return changes

    def get_deleted_objects(self, objs: Iterable[Any], request: HttpRequest) -> Any:
        return super().get_deleted_objects(_prepare(request, objs), request)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        return super().log_deletions(request, _prepare(request, queryset))  # type: ignore[arg-type]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[File], search_term: str
    ) -> tuple[QuerySet[File], bool]:
        if message_search.is_autocomplete(request):
            return queryset.none(), False
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        prefixes = {word.partition(":")[0] for word in words_of(search_term)}
        if not prefixes <= self.search_prefixes.keys():
            # Last: the search bounds the files that it looks at, and their rooms are looked up for those alone.
            found = found.filter(_with_readable_names(request))
        elif "room" not in prefixes:
            return found, may_repeat
        # Their ids first: the list and its count would each look at all those files.
        largest = found.order_by("-size", "-id").values_list("pk", flat=True)[:MOST_FOUND]
        return queryset.filter(pk__in=list(largest)), may_repeat

    # -- Deleting

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: File | None = None) -> bool:
        return False

    def has_ended(self, row: File) -> bool:
        return False

    def end(self, request: HttpRequest, row: File) -> None:
        file_removal.remove(by=administrator(request), file=row)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[File]) -> None:
        file_removal.remove_many(by=administrator(request), files=_prepare(request, queryset))

    def search_words(self, queryset: QuerySet[File], words: list[str]) -> QuerySet[File]:
        # The size of the last one is a bound that the index knows. Files of that same size are searched, too.
        last = queryset.order_by("-size", "-id").values_list("size", flat=True)[LARGEST_SEARCHED - 1 : LARGEST_SEARCHED]
        for size in last:
            queryset = queryset.filter(size__gte=size)
        for word in words:
            queryset = queryset.filter(name__icontains=word)
        return queryset

    # -- Columns and fields

    @admin.display(description=_("name"))
    def shown_name(self, file: File) -> str:
        return getattr(file, "hidden", None) or file.name

    @admin.display(description=_("size"))
    def filesize(self, file: File) -> str:
        return filesizeformat(file.size)

    @admin.display(description=_("size"))
    def exact(self, file: File) -> str:
        return exact_size(file.size)

    @admin.display(description=_("owner"))
    def owner_link(self, file: File) -> str:
        return link(file.owner) if file.owner else ""

    @admin.display(description=_("where"))
    def place(self, file: File) -> str:
        """A link to what uses it."""
        match file.use:
            case File.Use.PORTRAIT:
                return gettext("Portrait")
            case File.Use.PICTURE:
                room: Room | None = getattr(file, "pictured_room", None)
                return link(room, gettext("Picture of %(room)s") % {"room": room}) if room else ""
            case File.Use.LOGO:
                return gettext("Logo of the site")
        if row := _message_file(file):
            return link(row.message, f"{row.room} #{row.message.seq}")
        if kept := _kept(file):
            return link(
                kept, gettext("In the deleted message #%(seq)d of %(room)s") % {"seq": kept.seq, "room": kept.room}
            )
        return gettext("Not sent")

    @admin.display(description=_("copies"))
    def copies(self, file: File) -> str:
        """Forwarding makes a copy. The bytes stay until the last copy is deleted."""
        others = File.objects.filter(blob=file.blob).exclude(pk=file.pk).count()
        return list_link(f"{others:,}", File, q=f"copies:{file.pk}") if others else "0"

    @admin.display(description=_("content"))
    def content(self, file: File) -> str:
        return gettext("This page never shows it. Only those who see the file in the web app can open it.")


def _message_file(file: File) -> MessageFile | None:
    return getattr(file, "message_file", None)


def _kept(file: File) -> Message | None:
    """The deleted message that may be restored with this file."""
    kept: KeptFile | None = getattr(file, "kept_file", None)
    return kept.kept.message if kept else None


def _room_of(file: File) -> Room | None:
    if row := _message_file(file):
        return row.room
    return kept.room if (kept := _kept(file)) else None


def _with_readable_names(request: HttpRequest) -> Q:
    nowhere = Q(message_file=None, kept_file=None)
    return nowhere | readable(request, "message_file__room__") | readable(request, "kept_file__kept__message__room__")


def _prepare(request: HttpRequest, files: Iterable[File]) -> list[File]:
    """Look the rooms of these files up, and hide the names of those in rooms that the reader may not read. A query more
    for each way in which a room has files, and none for each file."""
    shown = list(files)
    _look_up_rooms(shown)
    rooms = {file.pk: room for file in shown if (room := _room_of(file))}
    hidden = private_rooms.hidden_among(request, rooms.values())
    for file in shown:
        if file.pk in rooms and rooms[file.pk].pk in hidden:
            file.name = gettext("File of a private room")
            file.hidden = private_rooms.hidden_text(request, rooms[file.pk])  # type: ignore[attr-defined]
    return shown


def _look_up_rooms(files: Iterable[File]) -> None:
    """Name the rooms of all these files, and find those whose pictures are among them: two queries."""
    name_direct_rooms([room for file in files if (room := _room_of(file))])
    pictures = {address_of(file): file for file in files if file.use == File.Use.PICTURE}
    for room in Room.objects.filter(picture__in=pictures):
        pictures[room.picture].pictured_room = room  # type: ignore[attr-defined]


def _newest_of(room: str) -> Any:
    """The files of a room. Any value but an id finds none."""
    newest = MessageFile.objects.filter(room=as_id(room) or 0).order_by("-pk")
    return newest.values("file")[:NEWEST_OF_A_ROOM]


def _blob_of(file_id: str) -> list[UUID]:
    try:
        return list(File.objects.filter(pk=UUID(file_id)).values_list("blob", flat=True))
    except ValueError:
        return []
