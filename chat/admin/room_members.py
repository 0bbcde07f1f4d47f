"""The members on the page of a room: search, add, and every action of the list of memberships."""

import re
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from accounts.models import User
from accounts.models.people import matching
from accounts.user_names.spelling import folded
from chat import selectors
from chat.admin.authority import administrator
from chat.models import Membership, Room
from chat.services.rooms import memberships
from core.admin.lists import LONGEST_SEARCH, words_of
from core.admin.pages import text_of
from core.admin.parts import Section
from core.problems import Problem

SHOWN = 50
# Pages that one can leaf through. Other members are found by searching.
MOST_PAGES = 200
MOST_ADDED = 50
# The list's own deletion asks on a page of the list; "remove" is the same without it.
NOT_HERE = ("delete_selected",)


def of_room(request: HttpRequest, room: Room) -> Section | None:
    pages = _membership_pages()
    if not pages.has_view_permission(request):
        return None
    search = request.GET.get("members", "")[:LONGEST_SEARCH]
    page = _page(request)
    found = selectors.members_of(room)
    for word in words_of(search):
        found = found.filter(matching(word, "user__"))
    rows = list(found.order_by("joined_at", "pk")[page * SHOWN : (page + 1) * SHOWN + 1])
    choices = [] if room.is_direct else pages.get_action_choices(request)
    context = {
        "rows": rows[:SHOWN],
        "search": search,
        "page": page,
        "more": page + 1 if len(rows) > SHOWN and page + 1 < MOST_PAGES else 0,
        "actions": [choice for choice in choices if choice[0] not in NOT_HERE] if len(choices) > 1 else [],
        "count": room.member_count,
        "all": reverse("admin:chat_membership_changelist", query={"room__id__exact": room.pk}),
        "act": reverse("admin:chat_room_members", args=[room.pk]),
        "may_add": pages.has_add_permission(request) and not room.is_direct and not room.is_archived,
        "add": f"{reverse('admin:chat_membership_add')}?room={room.pk}",
    }
    return Section(gettext("Members"), "chat/admin_room_members.html", context)


def view(room_pages: Any, request: HttpRequest, room_id: int) -> HttpResponse:
    """Run an action on members of the room, or add people by their user names; then the page of the room again."""
    room = room_pages.get_object(request, str(room_id))
    if room is None:
        raise Http404
    back = reverse("admin:chat_room_change", args=[room.pk])
    if request.method != "POST":
        return HttpResponseRedirect(back)
    if "add" in request.POST:
        _add(request, room)
        return HttpResponseRedirect(back)
    pages = _membership_pages()
    if room.is_direct or not pages.has_view_permission(request):
        raise PermissionDenied
    answer = pages.response_action(request, pages.get_queryset(request).filter(room=room, left_at=None))
    return answer or HttpResponseRedirect(back)


def _add(request: HttpRequest, room: Room) -> None:
    """People of these user names, all or none."""
    if not _membership_pages().has_add_permission(request):
        raise PermissionDenied
    names = {
        folded(name.removeprefix("@")) for name in re.split(r"[\s,、]+", request.POST["add"][:LONGEST_SEARCH]) if name
    }
    people = dict(User.objects.filter(username_key__in=names, is_active=True).values_list("username_key", "pk"))
    if unknown := sorted(names - people.keys()):
        messages.error(request, gettext("Nobody is called %(names)s.") % {"names": ", ".join(unknown)})
        return
    try:
        if len(people) > MOST_ADDED:
            raise Problem("invalid", gettext("At most %(count)d at once.") % {"count": MOST_ADDED})
        memberships.add(by=administrator(request), room_id=room.pk, user_ids=people.values())
    except Problem as problem:
        messages.error(request, gettext("Nothing was changed. %(why)s") % {"why": text_of(problem)})
    else:
        messages.success(request, gettext("Added: %(count)d") % {"count": len(people)})


def _page(request: HttpRequest) -> int:
    page = request.GET.get("from", "0")
    return min(int(page), MOST_PAGES - 1) if page.isdecimal() and len(page) < 5 else 0


def _membership_pages() -> Any:
    return admin.site.get_model_admin(Membership)
