"""The search of the list of messages: prefixes by indexes, words by the search app's index where there is one."""

from collections.abc import Collection, Mapping

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from accounts.admin.people import person
from accounts.models import User
from chat.admin.private_rooms import readable
from chat.models import Message, Room
from core.admin import newest_first
from core.admin.lists import as_id, by_id, words_of
from core.admin.newest_first import Looked
from core.app_contents import named

# Messages that a search finds at most.
MOST_FOUND = 500
# And whose texts it reads at most where no index answers.
BOUNDS = newest_first.Bounds(found=MOST_FOUND, read=30_000, part=5_000)
# So many that prefixes leave are read whatever their order is.
FEW = 1_000

PREFIXES = {"id": by_id("pk"), "room": by_id("room_id"), "author": person("author")}

# Filters of the list, by the prefixes that say the same. Any other could ask what a hidden text says.
LOOKUPS = {"room": "room__id__exact", "author": "author__id__exact"}

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
    # Filters in the address narrow as prefixes do.
    values = {prefix: request.GET.getlist(lookup) for prefix, lookup in LOOKUPS.items() if lookup in request.GET}
    words = []
    terms, before = newest_first.split(words_of(search_term))
    for word in terms:
        prefix, _, value = word.partition(":")
        if value and prefix in PREFIXES:
            messages = messages.filter(PREFIXES[prefix](value))
            values.setdefault(prefix, []).append(value)
        else:
            words.append(word)
    if not words:
        return messages if before is None else messages.filter(pk__lt=before)
    found = _by_index(request, values, words) if before is None else None
    if found is not None:
        return messages.filter(found)
    looked = _look(request, messages, values, words, before)
    newest_first.tell(request, looked, BOUNDS, search_term)
    return messages.filter(pk__in=looked.ids)


def _by_index(request: HttpRequest, values: Values, words: list[str]) -> Q | None:
    """The condition for the newest messages with these words; None where no index answers."""
    finders = named("admin_message_search")
    if not finders:
        return None
    rooms, authors = _rooms(request, values), _authors(values)
    found = (find(words, rooms, authors, MOST_FOUND) for find in finders)
    return next((_at(places) for places in found if places is not None), None)


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


def _look(request: HttpRequest, messages: Messages, values: Values, words: list[str], before: int | None) -> Looked:
    """In texts. Those of a room are read in the order of its index, those of an author among all messages: no index has
    them in their order."""

    def with_words(some: Messages) -> Messages:
        for word in words:
            some = some.filter(text__icontains=word)
        # Last: rooms are looked up for hits alone.
        return some.filter(readable(request, "room__"))

    older = messages if before is None else messages.filter(pk__lt=before)
    few = list(older.order_by().values_list("pk", flat=True)[: FEW + 1]) if messages.query.where else None
    if few is not None and len(few) <= FEW:
        return newest_first.look(Message.objects.filter(pk__in=few), with_words, BOUNDS)
    if len(set(values.get("room", ()))) == 1:
        return newest_first.look(_older_in_a_room(messages, before), with_words, BOUNDS, key="seq")
    every = Message.objects.all() if before is None else Message.objects.filter(pk__lt=before)
    if authors := _authors(values):
        # A sum, which no index has: for each part SQLite would look up all messages of the author.
        every = every.alias(author_number=F("author_id") + 0)
        return newest_first.look(every, lambda some: with_words(some.filter(author_number__in=authors)), BOUNDS)
    return newest_first.look(every, with_words, BOUNDS)


def _older_in_a_room(messages: Messages, before: int | None) -> Messages:
    if before is None:
        return messages
    seq = messages.filter(pk=before).values_list("seq", flat=True).first()
    return messages.filter(pk__lt=before) if seq is None else messages.filter(seq__lt=seq)
