"""Delete any files, for administrators. What shows them changes at once for everybody who sees it; their bytes go by jobs."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction

from chat.models import MessageFile
from chat.services import rules
from chat.services.authority import Administrator
from chat.services.authority_of_many import lock_rooms
from chat.services.messages import kept_messages, many_messages
from chat.services.rooms import pictures
from core.audit.recording import NewAct, record_all
from files.models import File
from files.services import attaching, logos, portraits

Use = File.Use


def remove(*, by: Administrator, file: File) -> None:
    """Delete a complete file and take it from what uses it. A copy in another message stays. A second call changes
    nothing."""
    remove_many(by=by, files=[file])


@transaction.atomic
def remove_many(*, by: Administrator, files: Iterable[File]) -> None:
    """As `remove`, all or none, with a few statements for all."""
    of: dict[str, list[File]] = defaultdict(list)
    for file in files:
        of[file.use].append(file)
    shown = [file for use in (Use.PORTRAIT, Use.PICTURE, Use.LOGO) for file in of.pop(use, ())]
    others = {file.pk: file for each in of.values() for file in each}
    ready = File.objects.filter(state=File.State.READY)  # of others a row may be left that only counts their bytes
    there = set(ready.filter(pk__in=[file.pk for file in shown]).values_list("pk", flat=True))
    _lock(by, shown, others)
    taken = many_messages.take_files(by=by, ids=list(others))
    pictures.take_down(by=by, files=[file for file in shown if file.use == Use.PICTURE])
    portraits.take_down([file for file in shown if file.use == Use.PORTRAIT])
    for file in shown:
        if file.use == Use.LOGO:  # there are two at most
            logos.take_down(file)
    loose = [file for pk, file in others.items() if pk not in taken]
    dropped = attaching.discard([file.pk for file in loose])
    dropped |= kept_messages.drop_files([file for file in loose if file.pk not in dropped])
    record_all(
        NewAct("files.deleted", by.user, on=file, details={"owner": file.owner_id})
        for file in (*shown, *loose)
        if file.pk in there | dropped
    )


def _lock(by: Administrator, shown: Iterable[File], others: Iterable[object]) -> None:
    """Lock the rooms of all these before anything else, so that two such transactions do not deadlock."""
    rooms = set(MessageFile.objects.filter(file__in=list(others)).values_list("room_id", flat=True))
    rooms |= pictures.shown_by([file for file in shown if file.use == Use.PICTURE])
    lock_rooms(by, rooms, rules.DELETE_OTHERS)
