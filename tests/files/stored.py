"""Files as uploads leave them: rows, with their bytes in the storage."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from accounts.models import User
from files.models import File
from files.storage import path_of

DATA = bytes(range(256)) * 40
SMALL = b"RIFF a small one"


def stored(owner: User, *, data: bytes = DATA, thumbnails: Iterable[str] = ("small",), **fields: Any) -> File:
    """A file that is ready and that something uses. `expires_at` makes it one that nothing uses yet."""
    file = File(
        owner=owner,
        size=len(data),
        received=len(data),
        digest=hashlib.sha256(data).hexdigest(),
        thumbnails={name: [8, 8] for name in thumbnails},
        **{"name": "a.png", "type": "image/png", "state": File.State.READY, **fields},
    )
    file.save()
    storages["files"].save(path_of(file, "original"), ContentFile(data))
    for name in file.thumbnails:
        storages["files"].save(path_of(file, name), ContentFile(SMALL))
    return file


def unused(owner: User, **fields: Any) -> File:
    return stored(owner, expires_at=timezone.now() + timedelta(days=1), **fields)
