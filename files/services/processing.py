"""What happens with the bytes of an upload once all of them are there."""

import hashlib
from pathlib import Path

from core.problems import Problem
from files import storage
from files.inspection import isolation, scanner, scratch
from files.inspection.media_types import ANY, ShownAs, media_type
from files.inspection.pictures.request import Picture, Refusal
from files.inspection.sniffing import type_of
from files.models import File

# A file that is no picture after all is a download; for other reasons it cannot be taken at all.
UNREADABLE = ("file_damaged", "picture_too_large")


def process(file: File, source: Path) -> None:
    """Scan, look at and store the bytes at `source`, and set the fields of the file that follow from them, without
    saving it. Blocks for seconds: call it outside of a transaction.

    Raises Problem where the file is refused; the caller then deletes what was stored. `scanner_away` and
    `unavailable` are no refusals: the same bytes may be tried again.
    """
    if not source.stat().st_size:
        raise Problem("file_empty")
    scanner.scan(source)
    found = type_of(source)
    if media_type(found).shown_as == ShownAs.PICTURE:
        _process_picture(file, source, found)
        return
    if file.kind == File.Kind.PHOTO:
        raise Problem("file_refused")
    _store_original(file, source, found)


def _process_picture(file: File, source: Path, found: str) -> None:
    is_photo = file.kind == File.Kind.PHOTO
    with scratch.folder() as folder:
        decoder = media_type(found).decoder
        picture = isolation.picture(source, folder, decoder=decoder, is_photo=is_photo, by=file.owner_id)
        match picture:
            case Refusal(code) if is_photo or code not in UNREADABLE:
                raise Problem(code)
            case Refusal():
                _store_original(file, source, ANY)
            case Picture():
                _store_thumbnails(file, folder, picture)
                original = folder / storage.ORIGINAL if is_photo else source
                _store_original(file, original, picture.media_type or found)


def _store_thumbnails(file: File, folder: Path, picture: Picture) -> None:
    file.width, file.height = picture.width, picture.height
    file.thumbhash, file.is_animated = picture.thumbhash, picture.is_animated
    file.thumbnails = {name: list(size) for name, size in picture.thumbnails.items()}
    for name in picture.thumbnails:
        storage.put(storage.path_of(file, name), folder / name)


def _store_original(file: File, original: Path, found: str) -> None:
    """The last step: what is READY has all of its bytes."""
    with original.open("rb") as content:
        file.digest = hashlib.file_digest(content, "sha256").hexdigest()
    file.size = original.stat().st_size
    file.type = found
    storage.put(storage.path_of(file, storage.ORIGINAL), original)
    file.state = File.State.READY
