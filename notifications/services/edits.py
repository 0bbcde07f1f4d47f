"""What edits add to messages. People are told of what an edit names, and not of what the message said before: whoever follows a thread
since, is in the room since, or had too much in their inbox, hears nothing of old messages whenever somebody corrects one."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from chat.models import EarlierText, Message
from core.db.clock import database_now
from notifications.models import Batch
from notifications.services.pruning import KEPT


class Edit(NamedTuple):
    """Of one message. `mentions`: whom it mentioned before, `here`: whether everybody, `text`: the id of its text then; None where there
    was none. `toggles_here`: whether it mentions everybody where it did not, or the other way round."""

    mentions: frozenset[int] = frozenset()
    here: bool = False
    text: int | None = None
    toggles_here: bool = False

    def named(self, message: Message) -> set[int]:
        return {*(message.mentions or ())} - self.mentions

    def is_to_all(self, message: Message) -> bool:
        return message.mentions_here and not self.here


def edits_in(batches: Iterable[Batch]) -> Mapping[int, Edit]:
    """By message id. Not of what is new in one of these batches, and of several edits of a message what they say together."""
    found: dict[int, Edit] = {}
    new: set[int] = set()
    for batch in batches:
        if not batch.is_edit:
            new.update(batch.message_ids)
            continue
        for message in batch.message_ids:
            edit = _edit(batch)
            found[message] = _together(found[message], edit) if message in found else edit
    return {message: edit for message, edit in found.items() if message not in new}


def texts_before(edits: Mapping[int, Edit]) -> Mapping[int, str]:
    """By message id. Of those that had one."""
    kept = {edit.text for edit in edits.values() if edit.text is not None}
    return dict(EarlierText.objects.filter(pk__in=kept).values_list("message_id", "text")) if kept else {}


def old_among(messages: Collection[Message]) -> set[int]:
    """The ids of messages that are so old that no inbox has them any more."""
    oldest = database_now() - KEPT if messages else None
    return {message.pk for message in messages if oldest and message.created_at < oldest}


def _edit(batch: Batch) -> Edit:
    before = batch.before
    if before is None:
        return Edit(toggles_here=True)
    return Edit(frozenset(before["mentions"]), before["here"], before["text"], before["toggles_here"])


def _together(one: Edit, other: Edit) -> Edit:
    """What was so before each of them is no news, and what only one of them found may have been taken away and brought back."""
    texts = (one.text, other.text)
    return Edit(
        one.mentions & other.mentions,
        one.here and other.here,
        None if None in texts else min(text for text in texts if text is not None),
        one.toggles_here or other.toggles_here,
    )
