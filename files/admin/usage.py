"""Lists of who takes how much, as of the last count."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Max, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.admin.people import person
from core.admin.lists import PrefixedSearch
from core.admin.pages import ServicePages, link, list_link
from files.models import File, PersonUsage
from files.services import usage


class UsagePages(PrefixedSearch, ServicePages):
    """One row for each of what has files, the one with the most bytes first. Nothing is changed here."""

    sortable_by = ()
    actions = None
    list_display_links = None
    change_list_template = "files/admin_usage.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(require_POST(self.count))
        return [path("count/", view, name=f"{self.opts.app_label}_{self.opts.model_name}_count"), *super().get_urls()]

    def count(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        usage.count_soon()
        self.message_user(request, gettext("Storage is being counted. Load this page again in a moment."))
        return HttpResponseRedirect(reverse(self._page("changelist")))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        shown = {
            "title": capfirst(self.opts.verbose_name_plural),
            "counted": self._counted(),
            "count_address": reverse(self._page("count")),
        }
        return super().changelist_view(request, {**(extra_context or {}), **shown})

    def _counted(self) -> str:
        sums = self.model._default_manager.aggregate(at=Max("counted_at"), files=Sum("files"), size=Sum("size"))
        if sums["at"] is None:
            return gettext("Nothing was counted yet.")
        return gettext("Counted at %(time)s: %(files)s files, %(size)s. Thumbnails are not included.") % {
            "time": date_format(localtime(sums["at"]), "DATETIME_FORMAT"),
            "files": f"{sums['files']:,}",
            "size": filesizeformat(sums["size"]),
        }

    @admin.display(description=_("size"))
    def filesize(self, row: Any) -> str:
        return filesizeformat(row.size)


@admin.register(PersonUsage)
class PersonUsageAdmin(UsagePages):
    list_display = ("person_link", "filesize", "number")
    list_select_related = ("person",)
    ordering = ("-size", "-person")
    search_fields = ("person__username",)
    search_prefixes = {"person": person("person")}
    search_help_text = _("kenji, person:kenji, or person:12")

    def search_words(self, queryset: Any, words: list[str]) -> Any:
        for word in words:
            queryset = queryset.filter(person("person")(word))
        return queryset

    @admin.display(description=_("person"))
    def person_link(self, row: PersonUsage) -> str:
        return link(row.person)

    @admin.display(description=_("files"))
    def number(self, row: PersonUsage) -> str:
        return list_link(f"{row.files:,}", File, q=f"owner:{row.person_id}")
