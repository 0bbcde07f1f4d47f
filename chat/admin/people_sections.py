"""What stands below the page of a person: their rooms, and what their files take."""

from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext

from accounts.models import User
from chat.admin.handing_over import may_hand_over
from chat.admin.room_names import name_direct_rooms
from chat.models import Membership
from chat.selectors.owners import rooms_owned_alone
from core.admin.parts import Section
from files.models import File, PersonUsage

SHOWN = 50


def rooms(request: HttpRequest, person: User) -> Section | None:
    """Where they are, by the last change of their membership's room."""
    if not (request.user.has_perm("chat.view_membership") or request.user.has_perm("chat.change_membership")):
        return None
    mine = Membership.objects.current().filter(user=person)
    shown = list(mine.select_related("room").order_by("-joined_at", "-pk")[:SHOWN])
    name_direct_rooms([row.room for row in shown])
    context = {
        "rows": shown,
        "count": mine.count(),
        "all": reverse("admin:chat_membership_changelist", query={"q": f"user:{person.pk}", "state": "current"}),
        "alone": rooms_owned_alone(person).count(),
        "hand_over": may_hand_over(request),
    }
    return Section(gettext("Rooms"), "chat/admin_rooms_of_person.html", context)


def usage(request: HttpRequest, person: User) -> Section | None:
    """As last counted: a count reads every file of the site."""
    if not request.user.has_perm("files.view_file"):
        return None
    counted = PersonUsage.objects.filter(person=person).first()
    context = {
        "files": counted.files if counted else 0,
        "size": filesizeformat(counted.size if counted else 0),
        "counted_at": counted.counted_at if counted else None,
        "all": reverse("admin:files_file_changelist", query={"q": f"owner:{person.pk}"}),
        "any": File.objects.filter(owner=person).exists(),
    }
    return Section(gettext("Storage"), "chat/admin_usage_of_person.html", context)
