"""Pictures of people, rooms and the site. Each is one file, whose address is kept by what it shows."""

from uuid import UUID

from accounts.models import User
from core.problems import Problem
from files.models import File
from files.payloads import PLACE, SMALL
from files.services import attaching


def exchange(*, by: User | None, file_id: UUID | None, use: File.Use, before: str) -> str:
    """Use a photo of `by` instead of the file at the address `before`, which is released. Returns the new address; ""
    for none, without an id; `by` is needed with one.

    Part of the caller's transaction, which has locked what the picture shows. Raises Problem `file_not_found`, or
    `file_refused` for what is no photo.
    """
    former = id_of(before)
    if file_id == former:
        return before
    address = address_of(_taken(by, file_id, use)) if file_id and by else ""
    if former:
        attaching.release(list(File.objects.filter(pk=former, use=use)))
    return address


def _taken(by: User, file_id: UUID, use: File.Use) -> File:
    file = attaching.take([(by.pk, file_id)]).get((by.pk, file_id))
    if file is None:
        raise Problem("file_not_found")
    if file.kind != File.Kind.PHOTO:
        raise Problem("file_refused")
    attaching.use([file])
    file.use = use
    file.save(update_fields=["use"])
    return file


def address_of(file: File) -> str:
    """Of the small thumbnail; a picture that is no larger has none, and is shown itself."""
    return f"{PLACE}{file.pk}/{SMALL if SMALL in file.thumbnails else 'original'}"


def id_of(address: str) -> UUID | None:
    """The file's id in an address; None where it is the address of none."""
    try:
        return UUID(address.removeprefix(PLACE).partition("/")[0])
    except ValueError:
        return None
