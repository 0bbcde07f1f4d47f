"""Which rooms' messages and files' names somebody of the staff may read in the admin.

Those of public rooms, and of rooms that they are in. Those of any other room for an hour after they have given a
reason, which the audit log keeps; not at all where the site forbids it (ADMIN_READS_PRIVATE). A page that shows texts or
names of files asks here, and hides what it must not show before it shows a row.
"""

import time
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from chat.admin.room_names import name_direct_rooms
from chat.models import Membership, Room
from core.audit.recording import record

SECONDS = 3600
# In the admin's session: room ids as text, and until when they are open, in seconds since 1970.
KEY = "private_rooms"
MOST_OPEN = 200
LONGEST_REASON = 300


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text=_("For example a report, or a request of somebody in the room."),
    )


def readable(request: HttpRequest, path: str = "") -> Q:
    """The condition that a room may be read. `path`: to the room, such as "room__"."""
    mine = Membership.objects.current().filter(user=request.user.pk).values("room")
    found = Q(**{f"{path}kind": Room.Kind.PUBLIC}) | Q(**{f"{path}pk__in": mine})
    return found | Q(**{f"{path}pk__in": list(opened)}) if (opened := _opened(request)) else found


def hidden_among(request: HttpRequest, rooms: Iterable[Room]) -> set[int]:
    """The ids of those rooms that may not be read. One query, none where all are public or open."""
    private = {room.pk for room in rooms if room.kind != Room.Kind.PUBLIC} - _opened(request).keys()
    if not private:
        return set()
    mine = Membership.objects.current().filter(user=request.user.pk, room__in=private)
    return private - set(mine.values_list("room", flat=True))


def may_read(request: HttpRequest, room: Room) -> bool:
    return not hidden_among(request, [room])


def hidden_text(request: HttpRequest, room: Room) -> str:
    """What stands where a text or a name is not shown: a link to where a reason is given."""
    if not (settings.ADMIN_READS_PRIVATE and _may_ask(request)):
        return gettext("Hidden: a private room")
    address = reverse("admin:chat_message_read", args=[room.pk], query={"next": request.get_full_path()})
    return format_html('<a href="{}">{}</a>', address, gettext("Hidden: read with a reason"))


def page(pages: Any, request: HttpRequest, room_id: int) -> HttpResponse:
    """Asks for the reason, records it and opens the room."""
    user = cast(User, request.user)
    if not _may_ask(request):
        raise PermissionDenied
    room = Room.objects.filter(pk=room_id).first()
    if room is None:
        raise Http404
    following = _following(request)
    if may_read(request, room):
        return HttpResponseRedirect(following)
    if not settings.ADMIN_READS_PRIVATE:
        raise PermissionDenied
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with transaction.atomic():
            record("chat.private_room_read", by=user, on=room, room=room, reason=form.cleaned_data["reason"])
        _open(request, room)
        return HttpResponseRedirect(following)
    name_direct_rooms([room])
    context = {
        **pages.admin_site.each_context(request),
        "opts": pages.opts,
        "title": gettext("Read a private room"),
        "room": room,
        "form": form,
        "following": following,
    }
    return TemplateResponse(request, "chat/admin_private_room.html", context)


def _may_ask(request: HttpRequest) -> bool:
    user = cast(User, request.user)
    return user.has_perm("chat.view_message") or user.has_perm("files.view_file")


def _following(request: HttpRequest) -> str:
    """Where the reader came from: a page of this admin."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    is_here = url_has_allowed_host_and_scheme(address, allowed_hosts=None) and address.startswith("/admin/")
    return address if is_here else reverse("admin:index")


def _opened(request: HttpRequest) -> dict[int, float]:
    if not settings.ADMIN_READS_PRIVATE:
        return {}
    now = time.time()
    return {int(room): until for room, until in request.session.get(KEY, {}).items() if until > now}


def _open(request: HttpRequest, room: Room) -> None:
    opened = {**_opened(request), room.pk: time.time() + SECONDS}
    newest = sorted(opened.items(), key=lambda each: each[1])[-MOST_OPEN:]
    request.session[KEY] = {str(room_id): until for room_id, until in newest}
