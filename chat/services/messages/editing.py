"""Edit and delete existing messages. storing.py stores new ones."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from accounts.models import User
from chat.gates.gate import Write, Writer, expect_open
from chat.mentions import QUICKLY_READ, PossibleMention, names_mentioned
from chat.models import Message, Room
from chat.models.message import Before
from chat.services import rules
from chat.services.authority import Authority, Member, MessageGrant, fresh
from chat.services.messages import attachments, filters, kept_messages, mentions, threads
from chat.services.messages.stamping import stamp, time_of_change
from chat.services.messages.texts import checked, expect_few
from core.audit.recording import record
from core.problems import Problem

# Earlier texts kept of a message; the oldest ones beyond them are deleted.
EARLIER_TEXTS = 100


class Edit(NamedTuple):
    """What an author changes. `text` is None where it stays, `files` where all stay. `possible`: mentions of the text.
    `rev`: of the message that the author saw. `despite_warning`: they have read what a filter had to say."""

    text: str | None
    files: Sequence[UUID] | None
    possible: Sequence[PossibleMention]
    rev: int | None
    despite_warning: bool

    def is_done(self, message: Message) -> bool:
        return self.text in (None, message.text) and (
            self.files is None or set(self.files) == set(attachments.ids_of(message))
        )


def edit(
    *,
    by: User,
    message_id: int,
    text: str | None = None,
    files: Sequence[UUID] | None = None,
    rev: int | None = None,
    despite_warning: bool = False,
) -> Message:
    """Edit a message. `files`: ids of its files that stay. `rev`: the message's rev that the author saw. A second call
    changes nothing, also after the author has left.

    Raises Problem `not_found` (also for a deleted message), `forbidden` for another person's message, `room_archived`,
    `posting_closed`, `edit_conflict` when the message was edited since `rev`, `file_not_found` for a file that it has
    not, `text_empty` when nothing would be left, `text_too_long`, or as `attachments.check` and filters do. Slow mode does not
    apply, because an edit is no new message.
    """
    attachments.check(files or ())
    text = None if text is None else checked(text, may_be_empty=True)
    edit = Edit(text, files, (), rev, despite_warning)
    try:
        # Before the room is locked: a text full of markup takes 40 ms.
        possible = _names_in(text or "", by, message_id)
        return _edit(by, message_id, edit._replace(possible=possible))
    except Problem as problem:
        if problem.code == "not_found":
            edited = Member(by).written_message(message_id, deleted_at=None)
            if edited and edit.is_done(edited):
                return edited
        raise


def _names_in(text: str, by: User, message_id: int) -> Sequence[PossibleMention]:
    """Raises Problem `not_found` or `forbidden` before it reads a long text."""
    if len(text) > QUICKLY_READ and Member(by).message(message_id).author_id != by.pk:
        raise Problem("forbidden")
    expect_few(by.pk, text)
    return names_mentioned(text)


@transaction.atomic
def _edit(by: User, message_id: int, edit: Edit) -> Message:
    door = Member(by)
    message = door.message(message_id)
    if message.author_id != by.pk:
        raise Problem("forbidden")
    grant = door.lock_found(message)
    if not edit.is_done(grant.message):
        writer = Writer(grant.room, by.pk, grant.role, grant.guards)
        expect_open(Write.EDIT, writer)
        _refuse_unseen(grant.message, edit.rev)
        if edit.text not in (None, grant.message.text):
            filters.check_edit(writer, edit.text, despite_warning=edit.despite_warning)
        _change(grant, edit)
    return grant.message


def _refuse_unseen(message: Message, rev: int | None) -> None:
    if rev is not None and rev < (message.text_rev or 0):
        raise Problem("edit_conflict")


def _change(grant: MessageGrant, edit: Edit) -> None:
    message, room, role, *_ = grant
    text = message.text if edit.text is None else edit.text
    gone = _files_gone(message, edit.files)
    if not text and len(gone) == len(message.files or ()):
        raise Problem("text_empty")
    if text != message.text:
        _reword(message, room, role, text, edit.possible)
    attachments.remove(message, gone)
    message.edited_at = time_of_change(message)
    message.text_rev = room.rev + 1  # `stamp` gives the message this rev
    stamp(room, [message], ["text", "text_rev", "edited_at", "mentions", "mentions_here", "mention_texts", "files"])


def _files_gone(message: Message, stay: Sequence[UUID] | None) -> set[UUID]:
    present = set(attachments.ids_of(message))
    if stay is None:
        return set()
    if not present.issuperset(stay):
        raise Problem("file_not_found")
    return present.difference(stay)


def _reword(message: Message, room: Room, role: str, text: str, possible: Sequence[PossibleMention]) -> None:
    earlier = _keep_earlier_text(message) if message.text else None
    message.before = Before(frozenset(message.mentions or ()), message.mentions_here, earlier)
    message.text = text
    mentions.forget(message)
    mentions.again(message, room, role, possible).put(message)
    mentions.keep(messages=[message])


def delete_mine(*, by: User, message_id: int) -> Message:
    """Delete a member's message as `delete` does. A second call changes nothing, also after its author has left."""
    door = Member(by)
    try:
        return delete(by=door, message=door.message(message_id))
    except Problem as problem:
        if problem.code == "not_found" and (deleted := door.written_message(message_id, deleted_by=by)):
            return deleted
        raise


@transaction.atomic
def delete(*, by: Authority, message: Message) -> Message:
    """Replace a message by a tombstone. Authors delete their own messages, moderators and owners delete any. A second
    call changes nothing, except that an author's call also deletes what others have left to be restored.

    What its author deletes is gone. What others delete can be restored for a while.
    `message` comes from an authority, or from a list of the admin site. Raises Problem `not_found` or `forbidden`.
    """
    own = message.author_id == by.user.pk
    room = by.lock(message.room_id, rules.DELETE_OWN if own else rules.DELETE_OTHERS).room
    message = fresh(message.pk)
    if not message.is_deleted:
        _empty(message, keeps=not own)
        message.deleted_at, message.deleted_by = time_of_change(message), by.user
        stamp(room, [message], ["text", "files", "deleted_at", "deleted_by", *EMPTIED])
        threads.recount_after({room.pk: room}, [message])
        if not own:
            record("chat.message_deleted", by=by.user, on=message, room=room, details={"author": message.author_id})
    elif own:
        kept_messages.forget([message])
    return message


# Fields that are emptied with the text.
EMPTIED = {
    "mentions": None, "mentions_here": False, "mention_texts": None, "reactions": None, "pinned_at": None, "pinned_by": None,
}  # fmt: skip


def _empty(message: Message, *, keeps: bool) -> None:
    """Delete all that was said, in every table, or with `keeps` in every table that people read."""
    if keeps:
        kept_messages.keep(message)
    else:
        message.reacted.all().delete()
        attachments.remove(message, attachments.ids_of(message))
    mentions.forget(message)
    message.earlier_texts.all().delete()
    message.text, message.files = "", None
    for field, nothing in EMPTIED.items():
        setattr(message, field, nothing)


def _keep_earlier_text(message: Message) -> int:
    """The id of the row that keeps it."""
    kept: int = message.earlier_texts.create(text=message.text, at=message.edited_at or message.created_at).pk
    newest = message.earlier_texts.order_by("-pk").values_list("pk", flat=True)
    for oldest in newest[EARLIER_TEXTS : EARLIER_TEXTS + 1]:
        message.earlier_texts.filter(pk__lte=oldest).delete()
    return kept
