"""What stands below the page of a person: their signed-in devices, and a button that ends each."""

from django.http import HttpRequest
from django.utils.translation import gettext

from accounts.admin.browser_names import browser_name
from accounts.admin.permissions import may_change
from accounts.models import User
from core.admin.parts import Section

SHOWN = 50


def devices(request: HttpRequest, person: User) -> Section | None:
    if not (request.user.has_perm("accounts.view_session") or request.user.has_perm("accounts.change_session")):
        return None
    live = person.sessions.live().order_by("-last_used_at")
    context = {
        "rows": [{"session": each, "browser": browser_name(each.user_agent)} for each in live[:SHOWN]],
        "may_end": request.user.has_perm("accounts.change_session") and may_change(request, person),
    }
    return Section(gettext("Devices"), "accounts/admin_devices.html", context)
