from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.admin.people import person
from chat.admin.authority import administrator
from core.admin.forms import ServiceForm
from core.admin.lists import PrefixedSearch, by_id
from core.admin.pages import EndingPages, ServicePages, link
from moderation.models import FirstMessages, Rule
from moderation.services import rules


class RuleForm(ServiceForm):
    class Meta:
        model = Rule
        fields = ["room", "kind", "pattern", "action", "note"]


@admin.register(Rule)
class RuleAdmin(PrefixedSearch, EndingPages):
    """Rules of the whole site, and those of rooms."""

    form = RuleForm
    list_display = ("pattern", "kind", "action", "place", "note", "created_by", "created_at")
    list_select_related = ("room", "created_by")
    list_filter = ("action", "kind")
    ordering = ("-id",)
    sortable_by = ()
    search_fields = ("pattern",)
    search_prefixes = {"room": by_id("room_id"), "by": person("created_by")}
    search_help_text = _("A part of the pattern; room:12 or by:kenji for exactly one")
    autocomplete_fields = ("room",)
    fields = ("room", "kind", "pattern", "action", "note")

    def get_readonly_fields(self, request: HttpRequest, obj: Rule | None = None) -> tuple[str, ...]:
        return ("room",) if obj else ()

    def has_ended(self, row: Rule) -> bool:
        return False

    def end(self, request: HttpRequest, row: Rule) -> None:
        rules.remove(by=administrator(request), room_id=row.room_id, rule_id=row.pk)

    def save_model(self, request: HttpRequest, obj: Rule, form: Any, change: bool) -> None:
        by, told = administrator(request), {name: form.cleaned_data[name] for name in RuleForm.Meta.fields[1:]}
        if change:
            rules.change(by=by, room_id=obj.room_id, rule_id=obj.pk, **told)
        else:
            obj.pk = rules.add(by=by, room_id=obj.room_id, **told).rule.pk

    def search_words(self, queryset: QuerySet[Rule], words: list[str]) -> QuerySet[Rule]:
        parts = Q()
        for word in words:
            parts &= Q(pattern__icontains=word)
        return queryset.filter(parts)

    @admin.display(description=_("room"))
    def place(self, rule: Rule) -> str:
        return link(rule.room) if rule.room else gettext("the whole site")

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Rule]) -> None:
        rules.remove_many(by=administrator(request), rules=queryset)


class FirstMessagesForm(ServiceForm):
    count = forms.IntegerField(min_value=0, max_value=100, label=_("first messages to hold"))

    class Meta:
        model = FirstMessages
        fields = ["count"]


@admin.register(FirstMessages)
class FirstMessagesAdmin(ServicePages):
    """How many first messages of new accounts wait: one row, so there is no list."""

    form = FirstMessagesForm

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if self.has_view_or_change_permission(request):
            FirstMessages.objects.get_or_create(pk=1)
            return HttpResponseRedirect(reverse(self._page("change"), args=[1]))
        return super().changelist_view(request, extra_context)

    def save_model(self, request: HttpRequest, obj: FirstMessages, form: Any, change: bool) -> None:
        rules.hold_first(by=administrator(request), count=form.cleaned_data["count"])
