from collections.abc import Sequence
from typing import Any, cast

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.admin.idempotency import once_of_form
from accounts.models import Invitation, User
from accounts.services import invitations
from core.admin.pages import ServicePages, link
from core.bulk.actions import bulk

MOST_SHOWN = 100


@admin.register(Invitation)
class InvitationAdmin(ServicePages):
    """Invitations are made and revoked, and not changed otherwise."""

    list_display = ("__str__", "maker", "created_at", "expires_at", "used", "state")
    list_select_related = ("made_by",)
    ordering = ("-pk",)
    sortable_by = ()
    fields = ("note", "expires_at", "max_uses")
    readonly_fields = ("address", "maker", "created_at", "used", "state", "who_came")
    actions = ("revoke",)

    def get_fields(self, request: HttpRequest, obj: Invitation | None = None) -> tuple[str, ...]:
        return (*self.fields, *self.readonly_fields) if obj else self.fields

    def has_change_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        # An invitation stays, with the people who came by it.
        return False

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request)

    def save_model(self, request: HttpRequest, obj: Invitation, form: Any, change: bool) -> None:
        made = invitations.invite(by=cast(User, request.user), once=once_of_form(request), **form.cleaned_data)
        # The log names an invitation by its maker.
        obj.pk, obj.made_by = made.pk, made.made_by

    @bulk(permissions=("revoke",), description=_("Revoke"), done=_("Revoked"))
    def revoke(self, request: HttpRequest, rows: list[Invitation]) -> Sequence[Invitation]:
        return invitations.revoke_many(rows, by=cast(User, request.user))

    @admin.display(description=_("link"))
    def address(self, invitation: Invitation) -> str:
        return format_html('<a href="{0}">{0}</a>', f"/invitation#{invitation.code}")

    @admin.display(description=_("made by"))
    def maker(self, invitation: Invitation) -> str:
        return link(invitation.made_by)

    @admin.display(description=_("used"))
    def used(self, invitation: Invitation) -> str:
        if invitation.max_uses is None:
            return f"{invitation.uses}"
        return gettext("%(uses)d of %(most)d") % {"uses": invitation.uses, "most": invitation.max_uses}

    @admin.display(description=_("who came by it"))
    def who_came(self, invitation: Invitation) -> str:
        return format_html_join(", ", "{}", ((link(guest),) for guest in invitation.guests.order_by("pk")[:MOST_SHOWN]))

    @admin.display(description=_("state"))
    def state(self, invitation: Invitation) -> str:
        if invitation.revoked_at:
            return gettext("Revoked")
        if invitation.expires_at and invitation.expires_at <= timezone.now():
            return gettext("Expired")
        used_up = invitation.max_uses is not None and invitation.uses >= invitation.max_uses
        return gettext("Used up") if used_up else gettext("Open")
