"""Lookups of a person's own files, and of all files step by step."""

from uuid import UUID

from django.db.models import QuerySet

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


def with_blobs_from(first: int) -> QuerySet[File]:
    """All files whose blob begins with this byte: of 256 such steps none reads many rows."""
    lowest, highest = UUID(int=first << 120), UUID(int=((first + 1) << 120) - 1)
    return File.objects.filter(blob__gte=lowest, blob__lte=highest)


def _found(file: File | None) -> File:
    if file is None:
        raise Problem("not_found")
    return file
