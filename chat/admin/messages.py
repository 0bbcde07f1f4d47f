from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator, format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.admin.people import person
from chat.admin.authority import administrator
from chat.admin.room_names import NamedRooms
from chat.models import Message
from chat.services.messages import editing, many_messages
from core.admin.lists import PrefixedSearch, by_id
from core.admin.pages import EndingPages, link
from files.payloads import File

# Messages that a text search reads at most: about a second's work on a small server.
TEXTS_SEARCHED = 100_000
EXCERPT_OF = 300  # characters


@admin.register(Message)
class MessageAdmin(NamedRooms, PrefixedSearch, EndingPages):
    """Shows messages and deletes them, which leaves a tombstone. Nobody changes another person's text.

    A search in ten million messages begins with a report that names an id, an author or a room, and those have indexes.
    Words are searched only in the newest texts that the prefixes leave, so no search reads the whole table.
    """

    list_display = ("number", "excerpt", "author_link", "room_link", "created_at", "state")
    list_select_related = ("author", "room")
    ordering = ("-id",)
    sortable_by = ()
    search_fields = ("text",)
    search_prefixes = {"id": by_id("pk"), "room": by_id("room_id"), "author": person("author")}
    search_help_text = format_lazy(
        _("id:4711, room:12, author:kenji, and words, looked for in the newest {count} messages of these"),
        count=f"{TEXTS_SEARCHED:,}",
    )
    fields = (
        "room", "author", "seq", "body", "attached", "earlier_texts", "reply_to", "thread",
        "created_at", "edited_at", "deleted_at", "deleted_by", "pinned_at", "pinned_by",
    )  # fmt: skip
    readonly_fields = fields

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

    def search_words(self, queryset: QuerySet[Message], words: list[str]) -> QuerySet[Message]:
        newest = queryset.order_by("-pk").values("pk")[:TEXTS_SEARCHED]
        queryset = queryset.filter(pk__in=newest)
        for word in words:
            queryset = queryset.filter(text__icontains=word)
        return queryset

    @admin.display(description=_("number"))
    def number(self, message: Message) -> str:
        return f"#{message.seq}"

    @admin.display(description=_("text"))
    def excerpt(self, message: Message) -> str:
        # The text is cut before Truncator gets it: Truncator normalises its input, in time that grows with the square
        # of its marks.
        words = message.text[:EXCERPT_OF] or ", ".join(file.name for file in _files(message))
        return Truncator(" ".join(words.split())).chars(100)

    @admin.display(description=_("text"))
    def body(self, message: Message) -> str:
        return _as_written(message.text)

    @admin.display(description=_("files"))
    def attached(self, message: Message) -> str:
        """Names, sizes and addresses, which open for members of the room alone."""
        rows = ((file.url, file.name, filesizeformat(file.size), file.type) for file in _files(message))
        return format_html_join("", '<p><a href="{}">{}</a> · {} · {}</p>', rows)

    @admin.display(description=_("before it was edited"))
    def earlier_texts(self, message: Message) -> str:
        texts = message.earlier_texts.all()
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


def _files(message: Message) -> list[File]:
    return [File.from_row(row) for row in message.files or ()]


def _as_written(text: str) -> SafeString:
    return format_html('<div class="irori-text">{}</div>', text)
