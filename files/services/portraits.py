"""The portrait of a person."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from accounts.models import User
from accounts.services import people
from files.models import File
from files.services import attaching, pictures


@transaction.atomic
def change(*, user: User, file_id: UUID | None) -> User:
    """Show a photo of one's own as one's portrait, or none. Raises Problem `file_not_found` or `file_refused`."""
    person = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    address = pictures.exchange(by=person, file_id=file_id, use=File.Use.PORTRAIT, before=person.avatar)
    people.show_avatar(user=person, address=address)
    return person


@transaction.atomic
def take_down(files: Collection[File]) -> None:
    """Delete portraits, whoever shows them."""
    if not files:
        return
    ids = {file.pk for file in files}
    owners = User.objects.select_for_update(no_key=True).filter(pk__in=[file.owner_id or 0 for file in files])
    people.hide_avatars([person for person in owners.order_by("pk") if pictures.id_of(person.avatar) in ids])
    attaching.release(files)
