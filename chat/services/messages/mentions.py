"""The members whom messages mention, and the rows by which mentions are counted."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from accounts.user_names.spelling import folded
from chat import selectors
from chat.mentions import HERE, PossibleMention
from chat.models import Mention, Message, Room
from chat.services.messages import batch_statements
from chat.services.rules import MODERATORS

# Members of a room. In a larger one only moderators mention everybody.
HERE_MEMBERS = 500

Spelled = tuple[str, int | None]


class Mentioned(NamedTuple):
    """`people`: ids in the order of the text, None for none. `here`: whether everybody is mentioned. `texts`: each
    spelling of a mention, with the id of the person, or None for everybody."""

    people: list[int] | None
    here: bool
    texts: list[Spelled] | None

    def put(self, message: Message) -> None:
        message.mentions, message.mentions_here, message.mention_texts = self


def again(message: Message, room: Room, role: str, possible: Sequence[PossibleMention]) -> Mentioned:
    """The people whom a message mentions with a new text. What it mentioned by the same spelling it mentions still,
    because people are renamed."""
    members = batch_statements.members_named({room.pk: [each.names for each in possible]})
    return resolve(possible, room, role, members | _earlier(message, possible))


def _earlier(message: Message, possible: Sequence[PossibleMention]) -> dict[tuple[int, str], int]:
    """The members whom the message mentions, by room id and the name that it spells."""
    users = {folded(text[1:]): user for text, user in message.mention_texts or () if user is not None}
    if not possible or not users:
        return {}
    still = selectors.members_among(message.room_id, users.values())
    return {(message.room_id, name): user for name, user in users.items() if user in still}


def resolve(
    possible: Iterable[PossibleMention], room: Room, role: str, members: Mapping[tuple[int, str], int]
) -> Mentioned:
    """The people behind the names. A mention may be read as several names; the first one that a member has counts."""
    users: dict[str, int | None] = {name: user for (room_id, name), user in members.items() if room_id == room.pk}
    may_mention_everybody = room.member_count <= HERE_MEMBERS or role in MODERATORS
    texts: dict[Spelled, None] = {}
    for mention in possible:
        name = next((name for name in mention.names if name in users or name == HERE), None)
        if name is not None and (name != HERE or may_mention_everybody):
            texts[mention.spelled(name), None if name == HERE else users[name]] = None
    people = dict.fromkeys(user for _, user in texts if user is not None)
    return Mentioned(list(people) or None, any(user is None for _, user in texts), list(texts) or None)


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
