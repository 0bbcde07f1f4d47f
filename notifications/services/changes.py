"""Whose inbox counts otherwise because of what became of a message: it was deleted or restored, mentions everybody no more or does
again, or its author is hidden. Nothing is written to items for that, so the people's devices are told."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from notifications import own_changes
from notifications.models import Crowd, InboxItem
from notifications.services import items
from notifications.services.candidates import FEW, Many
from notifications.services.edits import Edit


def note_hiding(*, user_id: int, person_id: int, **_: object) -> None:
    """A receiver: the person sees nothing of somebody any more, or does again."""
    told = InboxItem.objects.filter(user=user_id, author=person_id, membership__left_at=None, message__deleted_at=None)
    if told.undone().exists():
        own_changes.tell([user_id])


class Changed(NamedTuple):
    people: set[int]
    many: list[Many]


def whose_inbox(edited: Mapping[int, Edit], present: Collection[int]) -> Changed:
    """By what became of these messages. `present`: those that are not deleted."""
    gone = edited.keys() - present
    toggled = {message for message in edited.keys() & present if edited[message].toggles_here}
    back = {message for message in toggled if edited[message] == Edit(toggles_here=True)}
    numbers = {**items.numbers_told(gone | back), **items.numbers_told(toggled - back, "here")}
    few = {message for message, number in numbers.items() if number <= FEW}
    people = {user for message in few for user in items.told_after(message, 0, FEW)}
    many = [Many(message, Crowd.Kind.CHANGED) for message in sorted(numbers.keys() - few)]
    return Changed(items.undone_among(few, people), many)
