"""The files of messages.

A message carries uploads of its author, and copies of files of other messages that its author may read: a forwarded
file. A copy has the same bytes and a life of its own. Rooms are locked before files, and files ascending by id.
"""

from collections.abc import Collection, Sequence
from itertools import chain
from uuid import UUID

from accounts.models import User
from chat.models import Message, MessageFile
from chat.services.held_rooms import busy
from chat.services.messages import batch_statements
from core.problems import Problem
from files.models import File
from files.payloads import row_of
from files.services import attaching
from files.services.attaching import Owned

MOST_FILES = 10


def check(ids: Sequence[UUID]) -> None:
    """Raises Problem `too_many_files`, or `invalid` for a file that is named twice."""
    if len(ids) > MOST_FILES:
        raise Problem("too_many_files")
    if len(set(ids)) < len(ids):
        raise Problem("invalid", fields={"files": ["invalid"]})


class Attachments:
    """The files for a batch of new messages, locked. One query reads uploads, none where no message has files. Three
    more read files that are forwarded."""

    def __init__(self, wanted: Collection[Owned], *, waits: bool) -> None:
        self._waits = waits
        self._uploads = attaching.take(wanted, waits=waits)
        self._sent = _sent_files([owned for owned in wanted if owned not in self._uploads], waits=waits)
        self._of_messages: list[tuple[Message, list[File]]] = []
        self._used: list[File] = []
        self._copies: list[File] = []

    def expect(self, by: User, ids: Sequence[UUID]) -> None:
        """Raises Problem `file_not_found` unless the person may send all these files."""
        if not all((by.pk, pk) in self._uploads or (by.pk, pk) in self._sent for pk in ids):
            # A file may be missing because it is locked.
            raise Problem("file_not_found") if self._waits else busy()

    def of(self, by: User, ids: Sequence[UUID]) -> list[File]:
        """These files, which `expect` has let pass."""
        return [self._uploads.get((by.pk, pk)) or self._sent[by.pk, pk] for pk in ids]

    def put(self, message: Message, ids: Sequence[UUID]) -> None:
        """Give these files, which `expect` has let pass, to a new message."""
        files = [self._one((message.author_id, pk), message.author) for pk in ids]
        message.files = [row_of(file) for file in files]
        self._of_messages.append((message, files))

    def save(self) -> None:
        """Store which messages carry which files. The messages must be stored."""
        if self._of_messages:
            attaching.use(self._used)
            File.objects.bulk_create(self._copies)
            MessageFile.objects.bulk_create(chain.from_iterable(rows_of(*each) for each in self._of_messages))

    def _one(self, owned: Owned, author: User) -> File:
        upload = self._uploads.pop(owned, None)
        if upload is None:
            self._copies.append(attaching.copy(self._sent[owned], author))
            return self._copies[-1]
        # A later message of the batch copies it.
        self._sent[owned] = upload
        self._used.append(upload)
        return upload


def rows_of(message: Message, files: Sequence[File]) -> list[MessageFile]:
    """The rows, not saved, by which a stored message carries these files."""
    return [
        MessageFile(message=message, room_id=message.room_id, file=file, kind=MessageFile.kind_of(file))
        for file in files
    ]


def ids_of(message: Message) -> list[UUID]:
    return [UUID(row[0]) for row in message.files or ()]


def remove(message: Message, ids: Collection[UUID]) -> None:
    """Take files away from a message of a locked room, with their rows. The caller saves the message."""
    remove_all([message], ids)


def remove_all(messages: Collection[Message], ids: Collection[UUID]) -> None:
    """As `remove`, from messages of locked rooms, with a few statements for all."""
    if not ids:
        return
    of_messages = File.objects.filter(pk__in=ids, message_file__message__in=messages)
    files = list(of_messages.select_for_update(of=("self",)).order_by("pk"))
    MessageFile.objects.filter(message__in=messages, file__in=files).delete()
    attaching.release(files)
    for message in messages:
        message.files = [row for row in message.files or () if UUID(row[0]) not in ids] or None


def _sent_files(wanted: Collection[Owned], *, waits: bool) -> dict[Owned, File]:
    """The files among these that are in messages which the person may read."""
    if not wanted:
        return {}
    sent = MessageFile.objects.filter(file__in={pk for _, pk in wanted})
    rooms = dict(sent.values_list("file_id", "room_id"))
    members = batch_statements.standings({(rooms[pk], user) for user, pk in wanted if pk in rooms}) if rooms else {}
    readable = [(user, pk) for user, pk in wanted if pk in rooms and (rooms[pk], user) in members]
    files = attaching.lock({pk for _, pk in readable}, waits=waits)
    return {(user, pk): files[pk] for user, pk in readable if pk in files}
