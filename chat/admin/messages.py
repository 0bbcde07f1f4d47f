from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator, format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chat.admin import message_search, private_rooms
from chat.admin.authority import administrator
from chat.admin.room_names import NamedRooms
from chat.models import Message
from chat.services.messages import editing, many_messages, restoring
from core.admin.pages import EndingPages, link
from core.bulk.actions import bulk
from core.problems import Problem
from files.payloads import File

EXCERPT_OF = 300  # characters


@admin.register(Message)
class MessageAdmin(NamedRooms, EndingPages):
    """Shows messages, deletes them, which leaves a tombstone, and restores them. Nobody changes another person's text.

    A search in ten million messages begins with a report that names an id, an author or a room, and those have indexes.
    Words are searched in the search app's index, or else only in the newest texts that the prefixes leave, so no search
    reads the whole table. Texts of rooms that the reader may not read are emptied before a page is made of them.
    """

    list_display = ("number", "excerpt", "author_link", "room_link", "created_at", "state")
    list_select_related = ("author", "room")
    ordering = ("-id",)
    sortable_by = ()
    search_fields = ("text",)
    search_help_text = format_lazy(
        _("id:4711, room:12, author:kenji, and words, of which the newest {count} messages are found"),
        count=message_search.MOST_FOUND,
    )
    fields = (
        "room", "author", "seq", "body", "attached", "earlier_texts", "reply_to", "thread",
        "created_at", "edited_at", "deleted_at", "deleted_by", "pinned_at", "pinned_by",
    )  # fmt: skip
    readonly_fields = fields
    actions = ("restore",)
    linked_lookups = tuple(message_search.LOOKUPS.values())

    class Media:
        css = {"all": ["irori/admin.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        return False

    def has_ended(self, row: Message) -> bool:
        return row.is_deleted

    def end(self, request: HttpRequest, row: Message) -> None:
        editing.delete(by=administrator(request), message=row)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        many_messages.delete(by=administrator(request), messages=queryset)

    # -- What the reader may see

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        message = super().get_object(request, object_id, from_field)
        hide(request, [message] if message else [])
        return message

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changes = super().get_changelist_instance(request)
        hide(request, changes.result_list)
        return changes

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Message], search_term: str
    ) -> tuple[QuerySet[Message], bool]:
        return message_search.search(request, queryset, search_term), False

    # -- Pages of their own: a reason to read a private room, and what restores a message

    def get_urls(self) -> list[Any]:
        read, restore = map(self.admin_site.admin_view, (self.read_room, self.restore_one))
        return [
            path("read/<int:room_id>/", read, name="chat_message_read"),
            path("<int:message_id>/restore/", restore, name="chat_message_restore"),
            *super().get_urls(),
        ]

    def read_room(self, request: HttpRequest, room_id: int) -> HttpResponse:
        return private_rooms.page(self, request, room_id)

    def has_restore_permission(self, request: HttpRequest) -> bool:
        return self.has_delete_permission(request)

    def restore_one(self, request: HttpRequest, message_id: int) -> HttpResponse:
        if not self.has_restore_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        message = Message.objects.filter(pk=message_id).first()
        if message is None:
            raise Http404
        try:
            restoring.restore(by=administrator(request), message=message)
        except Problem as problem:
            self.message_user(request, gettext(problem.detail), messages.ERROR)
        else:
            self.message_user(request, gettext("Restored."), messages.SUCCESS)
        return HttpResponseRedirect(reverse(self._page("change"), args=[message.pk]))

    @bulk(permissions=("restore",), description=_("Restore what others than the author deleted"), done=_("Restored"))
    def restore(self, request: HttpRequest, rows: list[Message]) -> Sequence[Message]:
        return restoring.restore_many(by=administrator(request), messages=rows)

    # -- Columns and fields

    @admin.display(description=_("number"))
    def number(self, message: Message) -> str:
        return f"#{message.seq}"

    @admin.display(description=_("text"))
    def excerpt(self, message: Message) -> str:
        if is_hidden(message):
            return message.hidden  # type: ignore[attr-defined, no-any-return]
        # The text is cut before Truncator gets it: Truncator normalises its input, in time that grows with the square
        # of its marks.
        words = message.text[:EXCERPT_OF] or ", ".join(file.name for file in _files(message))
        return Truncator(" ".join(words.split())).chars(100)

    @admin.display(description=_("text"))
    def body(self, message: Message) -> str:
        return message.hidden if is_hidden(message) else _as_written(message.text)  # type: ignore[attr-defined]

    @admin.display(description=_("files"))
    def attached(self, message: Message) -> str:
        """Names, sizes and addresses, which open for members of the room alone."""
        rows = ((file.url, file.name, filesizeformat(file.size), file.type) for file in _files(message))
        return format_html_join("", '<p><a href="{}">{}</a> · {} · {}</p>', rows)

    @admin.display(description=_("before it was edited"))
    def earlier_texts(self, message: Message) -> str:
        texts = message.earlier_texts.none() if is_hidden(message) else message.earlier_texts.all()
        return format_html_join(
            "", "<p>{}</p>{}", ((date_format(text.at, "DATETIME_FORMAT"), _as_written(text.text)) for text in texts)
        )

    @admin.display(description=_("author"))
    def author_link(self, message: Message) -> str:
        return link(message.author)

    @admin.display(description=_("room"))
    def room_link(self, message: Message) -> str:
        return link(message.room)

    @admin.display(description=_("state"))
    def state(self, message: Message) -> str:
        if message.is_deleted:
            return gettext("Deleted")
        return gettext("Edited") if message.edited_at else ""


def hide(request: HttpRequest, shown: Iterable[Message]) -> None:
    """Empty the messages of rooms that the reader may not read. What stands there instead is their `hidden`."""
    found = list(shown)
    hidden = private_rooms.hidden_among(request, {message.room_id: message.room for message in found}.values())
    for message in found:
        if message.room_id in hidden:
            message.text, message.files, message.mention_texts = "", None, None
            message.hidden = private_rooms.hidden_text(request, message.room)  # type: ignore[attr-defined]


def is_hidden(message: Message) -> bool:
    return hasattr(message, "hidden")


def _files(message: Message) -> list[File]:
    return [File.from_row(row) for row in message.files or ()]


def _as_written(text: str) -> SafeString:
    return format_html('<div class="irori-text">{}</div>', text)
