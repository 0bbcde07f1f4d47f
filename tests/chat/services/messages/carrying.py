"""Messages with files, sent in batches."""

import uuid
from typing import Any

from accounts.models import User
from chat.services.messages.storing import NewMessage, Sent, send_together
from chat.services.rooms import rooms
from core.problems import Problem
from files.models import File
from tests.chat.hearth import Hearth


def new(hearth: Hearth, *files: File | uuid.UUID, by: User | None = None, **values: Any) -> NewMessage:
    ids = tuple(file.pk if isinstance(file, File) else file for file in files)
    values = {"nonce": uuid.uuid4(), "text": "tea", "files": ids, **values}
    return NewMessage(by or hearth.owner, values.pop("room_id", hearth.id), **values)


def outcomes(*messages: NewMessage) -> list[str]:
    return [
        "sent" if isinstance(each, Sent) and each.created else each.code if isinstance(each, Problem) else "again"
        for each in send_together(messages)
    ]


def elsewhere(owner: User, *people: User) -> int:
    return rooms.create(owner=owner, name="Kitchen", kind="private", members=[each.pk for each in people]).pk
