"""The members whom messages mention, and the rows by which mentions are counted."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from chat.mentions import HERE, names_mentioned
from chat.models import Mention, Message, Room
from chat.services.messages import batch_statements
from chat.services.rules import MODERATORS

# Members of a room. In a larger one only moderators mention everybody.
HERE_MEMBERS = 500

Names = Sequence[Sequence[str]]


class Mentioned(NamedTuple):
    """`people`: ids in the order of the text, None for none. `here`: whether everybody is mentioned. A message
    stores both."""

    people: list[int] | None
    here: bool


def of_text(room: Room, role: str, text: str) -> Mentioned:
    """The people whom a text mentions, when a person with this role writes it."""
    names = names_mentioned(text)
    return resolve(names, room, role, batch_statements.members_named({room.pk: names}))


def resolve(names: Names, room: Room, role: str, members: Mapping[tuple[int, str], int]) -> Mentioned:
    """The people behind the names. A mention may be read as several names; the first one that a member has counts."""
    may_mention_everybody = room.member_count <= HERE_MEMBERS or role in MODERATORS
    known = {name: user for (room_id, name), user in members.items() if room_id == room.pk}
    meant = [next((name for name in candidates if name == HERE or name in known), None) for candidates in names]
    people = dict.fromkeys(known[name] for name in meant if name is not None and name != HERE)
    return Mentioned(list(people) or None, may_mention_everybody and HERE in meant)


def keep(*, messages: Iterable[Message], **_: Any) -> None:
    """Store the mention rows of these messages in one statement. Receiver of `messages_stored`."""
    rows = [
        Mention(user_id=user, room_id=message.room_id, seq=message.seq)
        for message in messages
        if message.mentions and not message.mentions_here
        for user in message.mentions
        if user != message.author_id
    ]
    if rows:
        Mention.objects.bulk_create(rows)


def forget(message: Message) -> None:
    """Delete the mention rows of a message."""
    if message.mentions:
        Mention.objects.filter(user__in=message.mentions, room=message.room_id, seq=message.seq).delete()
