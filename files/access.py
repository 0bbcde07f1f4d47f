"""Who may fetch a file. Asked at each fetch, so that somebody who was removed is refused at once."""

from collections.abc import Callable
from functools import cache
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from core.app_contents import named
from core.problems import Problem
from files.models import File

Reader = Callable[[User, File], bool]


def may_fetch(user: User | None, file: File) -> bool:
    """`user`: None for somebody who is not signed in. Makes at most one query for each app that uses files."""
    if file.state != File.State.READY:
        return False
    if file.use == File.Use.LOGO:
        return True
    if user is None:
        return False
    if file.expires_at is not None:
        if file.expires_at <= timezone.now():
            return False
        if file.owner_id == user.pk:
            return True
    return bool(file.use) or any(reader(user, file) for reader in _readers())


def fetchable(by: User, file_id: UUID) -> File:
    """A file that this person may fetch. Raises Problem `not_found`."""
    file = File.objects.filter(pk=file_id).first()
    if file is None or not may_fetch(by, file):
        raise Problem("not_found")
    return file


@cache
def _readers() -> tuple[Reader, ...]:
    return tuple(named("file_readers"))
