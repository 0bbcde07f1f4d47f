"""What happens with the bytes of an upload once all of them are there."""

import hashlib
from pathlib import Path

from files import storage
from files.models import File


def process(file: File, source: Path) -> None:
    """Store the bytes at `source` and set the fields of the file that follow from them, without saving it. Raises
    Problem where the file is refused; the caller then deletes what was stored."""
    file.type = "application/octet-stream"
    with source.open("rb") as content:
        file.digest = hashlib.file_digest(content, "sha256").hexdigest()
    storage.put(storage.path_of(file, storage.ORIGINAL), source)
    file.state = File.State.READY
