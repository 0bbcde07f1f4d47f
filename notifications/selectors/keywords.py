"""The keywords of all people, as this process knows them, and where they are found.

A site may have 50,000 of them, and messages come many times a second: they are read again only where they have changed.
"""

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import Count, F, Sum

from chat.models import Message
from core.db.commits import after_commit
from notifications.deciding.keywords import Keywords
from notifications.models import Keyword
from notifications.selectors.wishes import members_among

# For so long a process believes what it has read. Its own changes count at once.
BELIEVED_SECONDS = 2.0
# A database that was put back may have others of the same ids.
READ_AGAIN_SECONDS = 60.0


class _Known:
    keywords = Keywords({})
    # Their number and the sum of their ids: they are added and deleted, and never changed otherwise.
    version: tuple[int, int] | None = None
    believed_until = 0.0
    read_at = 0.0


def people_of(texts: Mapping[int, str]) -> Mapping[int, set[int]]:
    """Those of whom each text has a keyword, wherever they are."""
    return dict(zip(texts, _known().found_in(texts.values()), strict=True)) if texts else {}


def found_in(messages: Sequence[Message]) -> Mapping[int, set[int]]:
    """Members of each message's room of whom it has a keyword, by message id."""
    users = _known().found_in(message.text for message in messages)
    said = [(message, some) for message, some in zip(messages, users, strict=True) if some]
    by_room: dict[int, set[int]] = defaultdict(set)
    for message, some in said:
        by_room[message.room_id] |= some
    present = {room: members_among(room, some) for room, some in by_room.items()}
    return {message.pk: some & present[message.room_id] for message, some in said}


def are_there() -> bool:
    return bool(_known())


def forget() -> None:
    """They are read again before they are used."""
    _Known.believed_until = 0.0
    _Known.version = None


def forget_after_commit() -> None:
    after_commit(forget)


def _known() -> Keywords:
    now = time.monotonic()
    if now >= _Known.believed_until:
        # Read before they are: what changes between the two is found the next time.
        version = _version()
        if version != _Known.version or now >= _Known.read_at + READ_AGAIN_SECONDS:
            _Known.keywords, _Known.version, _Known.read_at = _read(), version, now
        _Known.believed_until = now + BELIEVED_SECONDS
    return _Known.keywords


def _version() -> tuple[int, int]:
    counted = Keyword.objects.aggregate(number=Count("pk"), total=Sum("pk"))
    return counted["number"], counted["total"] or 0


def _read() -> Keywords:
    people: dict[str, list[int]] = defaultdict(list)
    for user, fold in Keyword.objects.values_list(F("user_id"), "fold").iterator():
        people[fold].append(user)
    return Keywords(people)
