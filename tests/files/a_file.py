"""Files as they are once their upload is complete, put straight into the database."""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from files.models import File


def a_file(owner: User, name: str = "茶.png", **fields: Any) -> File:
    """A complete upload that nothing uses yet."""
    values: dict[str, Any] = {
        "type": "image/png",
        "kind": File.Kind.PHOTO,
        "size": 1234,
        "received": 1234,
        "digest": "ab" * 32,
        "width": 640,
        "height": 480,
        "thumbhash": "1QcSHQRnh493V4dIh4eXh1h4kJUI",
        "thumbnails": {"small": [320, 240], "large": [640, 480]},
        "state": File.State.READY,
        "expires_at": timezone.now() + timedelta(days=1),
    }
    return File.objects.create(owner=owner, name=name, **values | fields)


def ready_files() -> QuerySet[File]:
    """Those that are there. Of an upload that is deleted a row stays for a day, which says how much came."""
    return File.objects.filter(state=File.State.READY)
