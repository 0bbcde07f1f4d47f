"""Bans from the site: the page of all, an action on people, and what the page of a person shows."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.admin.people import people_named, person
from accounts.models import User
from core.admin import reauthentication
from core.admin.forms import ServiceForm
from core.admin.lists import PrefixedSearch
from core.admin.pages import EndingPages
from core.admin.parts import Section
from core.bulk.actions import bulk
from moderation.admin.durations import messages_to_remove, since
from moderation.models import SiteBan
from moderation.models.mute import REASON_LENGTH
from moderation.services import site_bans
from moderation.services.site_bans import PERMISSION


class SiteBanForm(ServiceForm):
    remove = messages_to_remove()

    class Meta:
        model = SiteBan
        fields = ["user", "reason"]

    def validate_unique(self) -> None:
        """Who was banned before has a row already."""


class AskedBan(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=REASON_LENGTH, required=False, help_text=_("For the staff."))
    remove = messages_to_remove()


@admin.register(SiteBan)
class SiteBanAdmin(PrefixedSearch, EndingPages):
    """Adding closes an account and ends its sessions. Deleting lifts the ban."""

    form = SiteBanForm
    list_display = ("person", "stands", "banned_by", "at", "reason", "progress")
    list_select_related = ("user", "banned_by")
    ordering = ("-id",)
    sortable_by = ()
    search_fields = ("user",)
    search_prefixes = {"user": person("user"), "by": person("banned_by")}
    search_help_text = _("A person's name; user:kenji or by:hanako for exactly one")
    autocomplete_fields = ("user",)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Lifting brings back the account, and no message that was removed."""
        is_final = request.method == "POST" and request.POST.get("remove") and self.has_add_permission(request)
        if is_final and (page := reauthentication.ask(self, request)):
            return page
        return super().add_view(request, form_url, extra_context)

    def get_fields(self, request: HttpRequest, obj: SiteBan | None = None) -> tuple[str, ...]:
        if obj is None:
            return ("user", "reason", "remove")
        return ("user", "reason", "banned_by", "at", "progress", "lifted_at")

    def get_readonly_fields(self, request: HttpRequest, obj: SiteBan | None = None) -> tuple[str, ...]:
        return ("progress",) if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: SiteBan | None = None) -> bool:
        return False

    def has_ended(self, row: SiteBan) -> bool:
        return not row.stands

    def end(self, request: HttpRequest, row: SiteBan) -> None:
        site_bans.lift(by=cast(User, request.user), user_id=row.user_id)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[SiteBan]) -> None:
        user_ids = list(queryset.values_list("user_id", flat=True))
        site_bans.lift_many(by=cast(User, request.user), user_ids=user_ids)

    def save_model(self, request: HttpRequest, obj: SiteBan, form: Any, change: bool) -> None:
        by, chosen = cast(User, request.user), since(form.cleaned_data["remove"])
        obj.pk = site_bans.ban(by=by, user_id=obj.user_id, reason=obj.reason, remove_since=chosen).pk

    def search_words(self, queryset: QuerySet[SiteBan], words: list[str]) -> QuerySet[SiteBan]:
        return queryset.filter(user__in=people_named(words))

    @admin.display(description=_("person"))
    def person(self, site_ban: SiteBan) -> str:
        return str(site_ban.user)

    @admin.display(description=_("banned now"), boolean=True)
    def stands(self, site_ban: SiteBan) -> bool:
        return site_ban.stands

    @admin.display(description=_("messages removed"))
    def progress(self, site_ban: SiteBan) -> str:
        if site_ban.remove_since is None:
            return ""
        if site_ban.removed_at or not site_ban.stands:
            return str(site_ban.removed)
        return gettext("%(count)d so far") % {"count": site_ban.removed}


@bulk(
    description=_("Ban from the site"),
    done=_("Banned"),
    rights=("accounts.view_user", PERMISSION),
    form=AskedBan,
    final=lambda form: bool(form.cleaned_data["remove"]),
)
def ban_people(pages: Any, request: HttpRequest, rows: list[User], form: AskedBan) -> list[User]:
    by, chosen = cast(User, request.user), since(form.cleaned_data["remove"])
    ids = [row.pk for row in rows]
    site_bans.ban_many(by=by, user_ids=ids, reason=form.cleaned_data["reason"], remove_since=chosen)
    return rows


def of_person(request: HttpRequest, row: User) -> Section | None:
    """Whether the person is banned, and the way to change it."""
    user = cast(User, request.user)
    site_ban = SiteBan.objects.filter(user=row, lifted_at=None).first()
    if not user.has_perm("moderation.view_siteban"):
        return None
    address = reverse("admin:moderation_siteban_add", query={"user": row.pk})
    may_add = user.has_perm(PERMISSION) and site_ban is None
    context = {"site_ban": site_ban, "add": address if may_add else ""}
    return Section(gettext("Ban from the site"), "moderation/admin_site_ban.html", context)
