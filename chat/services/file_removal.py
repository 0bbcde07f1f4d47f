"""Delete any file, for administrators. What shows it changes at once for everybody who sees it; its bytes go by a job."""

from django.db import transaction

from chat.models import MessageFile
from chat.services.authority import Administrator
from chat.services.messages import editing, kept_messages
from chat.services.rooms import pictures
from core.audit.recording import record
from files.models import File
from files.services import attaching, logos, portraits


@transaction.atomic
def remove(*, by: Administrator, file: File) -> None:
    """Delete a complete file and take it from what uses it. A copy in another message stays. A second call changes
    nothing."""
    exists = File.objects.filter(pk=file.pk).exists()
    match file.use:
        case File.Use.PORTRAIT:
            portraits.take_down(file)
        case File.Use.PICTURE:
            pictures.take_down(by=by, file=file)
        case File.Use.LOGO:
            logos.take_down(file)
        case _ if not (attaching.discard(file.pk) or kept_messages.drop_file(file)):
            _take_from_message(by, file)
            return
    if exists:
        record("files.deleted", by=by.user, on=file, details={"owner": file.owner_id})


def _take_from_message(by: Administrator, file: File) -> None:
    row = MessageFile.objects.filter(file=file).select_related("message").first()
    if row:
        editing.take_file(by=by, message=row.message, file_id=file.pk)
