"""What stands below the page of a message: what is kept of a deleted one, and what was said around it."""

from django.http import HttpRequest
from django.utils.translation import gettext

from chat.admin.messages import hide, is_hidden
from chat.models import KeptMessage, Message
from chat.services.messages.kept_messages import lasting
from core.admin.parts import Section
from files.payloads import File

AROUND = 10
EXCERPT_OF = 300  # characters


def kept(request: HttpRequest, message: Message) -> Section | None:
    """What can be restored, for those who may."""
    if not message.is_deleted or not request.user.has_perm("chat.delete_message"):
        return None
    found: KeptMessage | None = lasting(message)
    if found is None:
        return None
    may_read = not is_hidden(message)
    context = {
        "until": found.until,
        "text": found.text if may_read else "",
        "files": [File.from_row(row).name for row in found.files or ()] if may_read else [],
    }
    return Section(gettext("Can be restored"), "chat/admin_kept_message.html", context)


def around(request: HttpRequest, message: Message) -> Section | None:
    """The messages before and after it in its room."""
    if not request.user.has_perm("chat.view_message") or is_hidden(message):
        return None
    near = message.room.messages.select_related("author", "room")
    before = near.filter(seq__lt=message.seq, seq__gte=message.seq - AROUND).order_by("seq")
    after = near.filter(seq__gt=message.seq, seq__lte=message.seq + AROUND).order_by("seq")
    shown = [*before, message, *after]
    hide(request, shown)
    rows = [
        {
            "message": each,
            "text": each.text[:EXCERPT_OF],
            "is_cut": len(each.text) > EXCERPT_OF,
            "files": [File.from_row(row).name for row in each.files or ()],
            "is_this": each is message,
        }
        for each in shown
    ]
    return Section(gettext("Around it"), "chat/admin_around_message.html", {"rows": rows})
