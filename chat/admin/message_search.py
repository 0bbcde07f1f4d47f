"""The search of the list of messages: prefixes by indexes, words by the search app's index where there is one."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from accounts.admin.people import person
from accounts.models import User
from chat.admin.private_rooms import readable
from chat.models import Message, Room
from core.admin.lists import as_id, by_id, words_of
from core.app_contents import named

# Messages that a text search reads at most where no index answers: about a tenth of a second's work.
TEXTS_SEARCHED = 50_000
# Messages that a search by an index finds at most.
MOST_FOUND = 500

PREFIXES = {"id": by_id("pk"), "room": by_id("room_id"), "author": person("author")}

Messages = QuerySet[Message]
Values = Mapping[str, list[str]]


def is_autocomplete(request: HttpRequest) -> bool:
    """A form that offers rows by their names. None offers messages or files, whatever its address claims."""
    return request.path == reverse("admin:autocomplete")


def search(request: HttpRequest, messages: Messages, search_term: str) -> Messages:
    """The messages that a text such as `room:12 author:kenji tea` finds. Words find messages of readable rooms alone:
    otherwise they would tell what others say."""
    if is_autocomplete(request):
        return messages.none()
    values: dict[str, list[str]] = {}
    words = []
    for word in words_of(search_term):
        prefix, _, value = word.partition(":")
        if value and prefix in PREFIXES:
            messages = messages.filter(PREFIXES[prefix](value))
            values.setdefault(prefix, []).append(value)
        else:
            words.append(word)
    return _with_words(request, messages, values, words) if words else messages


def _with_words(request: HttpRequest, messages: Messages, values: Values, words: list[str]) -> Messages:
    rooms, authors = _rooms(request, values), _authors(values)
    for find in named("admin_message_search"):
        found = find(words, rooms, authors, MOST_FOUND)
        if found is not None:
            return messages.filter(_at(found))
    # Their ids first: the list and its count would each read all those texts.
    some = _by_text(messages, words).filter(readable(request, "room__")).order_by("-pk")
    return messages.filter(pk__in=list(some.values_list("pk", flat=True)[:MOST_FOUND]))


def _rooms(request: HttpRequest, values: Values) -> list[int]:
    rooms = Room.objects.filter(readable(request), last_seq__gt=0)
    for value in values.get("room", ()):
        rooms = rooms.filter(pk=as_id(value) or 0)
    return list(rooms.order_by().values_list("pk", flat=True))


def _authors(values: Values) -> list[int] | None:
    if "author" not in values:
        return None
    people = User.objects.all()
    for value in values["author"]:
        people = people.filter(person("pk")(value))
    return list(people.values_list("pk", flat=True))


def _at(found: Collection[tuple[int, int]]) -> Q:
    """The condition for the messages at these places, by the index of room and seq."""
    seqs: dict[int, list[int]] = {}
    for room_id, seq in found:
        seqs.setdefault(room_id, []).append(seq)
    at = [Q(room=room_id, seq__in=some) for room_id, some in seqs.items()]
    return Q(*at, _connector=Q.OR) if at else Q(pk__in=[])


def _by_text(messages: Messages, words: list[str]) -> Messages:
    """In the newest messages of these, readable or not: rooms are looked up for hits alone. Their oldest id is looked up
    first: a subquery of ids is read twice."""
    newest: Any = messages.order_by("-pk").values_list("pk", flat=True)
    oldest = newest[TEXTS_SEARCHED - 1 : TEXTS_SEARCHED].first()
    if oldest is not None:
        messages = messages.filter(pk__gte=oldest)
    for word in words:
        messages = messages.filter(text__icontains=word)
    return messages
