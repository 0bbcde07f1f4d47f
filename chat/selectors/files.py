"""Files of rooms."""

from collections.abc import Collection

from django.db.models import QuerySet

from accounts.models import User
from chat.models import MessageFile, Room
from files.models import File


def readable_by(user: User, file: File) -> bool:
    """Whether the file is in a message of a room that the user is in now."""
    mine = MessageFile.objects.filter(room__memberships__user=user, room__memberships__left_at=None)
    return mine.filter(file=file).exists()


def are_any_in(room_ids: Collection[int]) -> bool:
    """Whether a message of these rooms carries a file."""
    return MessageFile.objects.filter(room__in=room_ids).exists()


def files_of(room: Room, *, kind: str | None = None) -> QuerySet[MessageFile]:
    """The files of a room's messages, of one kind or all, with their messages' authors."""
    files = MessageFile.objects.filter(room=room) if kind is None else MessageFile.objects.filter(room=room, kind=kind)
    return files.select_related("file", "message__author").defer("message__text")
