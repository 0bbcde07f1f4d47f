"""The end of an upload: its file is ready, or refused. And the way there: its offset moves on."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.problems import Problem
from files import limits, parts
from files.models import File
from files.services import processing, removal

State = File.State
# What `process` sets. `size` is the size of what is delivered from then on, `received` what was uploaded.
FOUND_OUT = (
    "type", "size", "digest", "width", "height", "thumbhash", "thumbnails", "is_animated", "state",
)  # fmt: skip


def advance(upload: File, **changes: Any) -> File:
    """Raises Problem `upload_conflict` where somebody else moved its offset, `upload_gone` where it was cancelled."""
    mine = File.objects.filter(pk=upload.pk, state=State.RECEIVING)
    if not mine.filter(received=upload.received).update(**changes):
        if mine.exists():
            raise Problem("upload_conflict")
        removal.enqueue_bytes([upload])
        raise Problem("upload_gone")
    for field, value in changes.items():
        setattr(upload, field, value)
    return upload


def finish(upload: File, source: Path, **changes: Any) -> File:
    """Make a file of the bytes at `source`. Raises the Problem for which it is refused, and those of `advance`."""
    declared = upload.size
    try:
        with parts.disk_errors():
            processing.process(upload, source)
    except Problem as refusal:
        if refusal.status < 500:
            _refuse(upload, declared, refusal)
        raise
    expires_at = timezone.now() + limits.KEPT
    return advance(upload, **_found_out(upload), received=declared, expires_at=expires_at, **changes)


def _found_out(upload: File) -> Mapping[str, Any]:
    return {field: getattr(upload, field) for field in FOUND_OUT}


@transaction.atomic
def _refuse(upload: File, received: int, refusal: Problem) -> None:
    mine = File.objects.filter(pk=upload.pk, state=State.RECEIVING)
    if mine.update(state=State.REFUSED, refusal=refusal.code, received=received):
        removal.forget_bytes([upload])
