"""Import mentions, threads, reactions, earlier texts and files of old messages."""

from collections.abc import Iterable, Sequence

from chat.mentions import names_mentioned
from chat.models import EarlierText, Membership, Message, MessageFile, Reaction, Room
from chat.services.importing.history import PastMessage
from chat.services.messages import attachments, mentions, reactions, threads

ROWS_AT_ONCE = 1000
Told = tuple[PastMessage, Message]


def put(room: Room, members: Iterable[Membership], past: Sequence[PastMessage], said: Sequence[Message]) -> None:
    """Set the fields of the messages themselves."""
    roles = {member.user_id: member.role for member in members}
    names = {(room.pk, member.user.username_key): member.user_id for member in members}
    for one, message in zip(past, said, strict=True):
        if possible := names_mentioned(message.text):
            mentions.resolve(possible, room, roles[message.author_id], names).put(message)
        if one.thread is not None and not message.is_deleted:
            threads.add(said[one.thread], message)
        message.reactions = _shown(one)


def record(told: Iterable[Told]) -> None:
    """Write the rows of other tables, after all messages have ids."""
    reacted, edited, carried = [], [], []
    for one, message in told:
        carried += attachments.rows_of(message, one.files)
        reacted += [
            (reaction.at, Reaction(message=message, emoji=reaction.emoji, user=reaction.user))
            for reaction in one.reactions
        ]
        if one.earlier_text and not message.is_deleted:
            edited.append(EarlierText(message=message, text=one.earlier_text, at=one.at))
    reacted.sort(key=lambda each: each[0])
    Reaction.objects.bulk_create((reaction for _, reaction in reacted), batch_size=ROWS_AT_ONCE)
    EarlierText.objects.bulk_create(edited, batch_size=ROWS_AT_ONCE)
    MessageFile.objects.bulk_create(carried, batch_size=ROWS_AT_ONCE)


def _shown(past: PastMessage) -> list[dict[str, object]] | None:
    users: dict[str, list[int]] = {}
    for reaction in past.reactions:
        users.setdefault(reaction.emoji, []).append(reaction.user.pk)
    return [
        {"emoji": emoji, "count": len(people), "users": people[: reactions.PEOPLE_SHOWN]}
        for emoji, people in users.items()
    ] or None
