"""Lookups of a person's own files."""

from uuid import UUID

from accounts.models import User
from core.problems import Problem
from files.models import File


def own(by: User, file_id: UUID) -> File:
    """A person's upload, or their file that nothing uses yet. Raises Problem `not_found`."""
    return _found(File.objects.filter(owner=by, expires_at__isnull=False, pk=file_id).first())


def unused(by: User, file_id: UUID) -> File:
    """A person's complete file that nothing uses yet. Raises Problem `not_found`."""
    ready = File.objects.filter(owner=by, expires_at__isnull=False, state=File.State.READY)
    return _found(ready.filter(pk=file_id).first())


def _found(file: File | None) -> File:
    if file is None:
        raise Problem("not_found")
    return file
