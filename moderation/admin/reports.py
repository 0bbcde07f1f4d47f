from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.admin.people import people_named, person
from accounts.models import User
from chat.admin.room_names import name_direct_rooms
from core.admin.forms import ServiceForm
from core.admin.lists import PrefixedSearch, as_id, by_id
from core.admin.pages import ServicePages, link
from core.bulk.actions import bulk
from core.problems import Problem
from moderation.admin import kept
from moderation.admin.durations import mute_for
from moderation.models import Report
from moderation.models.report import NOTE_LENGTH
from moderation.selectors.reports import PEOPLE, decides_everywhere
from moderation.services import claiming, deciding
from moderation.services.consequences import decisions_on

# Buttons of the page of one report, beside those that save the form.
BUTTONS: Mapping[str, Callable[..., Report]] = {"_claim": claiming.claim, "_release": claiming.release}


class ReportForm(ServiceForm):
    decision = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=NOTE_LENGTH, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For those who decide. The reporter does not see it."),
    )  # fmt: skip
    seconds = mute_for()
    told = forms.BooleanField(label=_("Tell the reporter"), required=False)

    class Meta:
        model = Report
        fields = ["decision", "note", "told"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["told"] = True
        if "decision" in self.fields:
            names = dict(Report._meta.get_field("decision").flatchoices)
            possible = decisions_on(self.instance, cast(User, self.by))
            decision = cast(forms.ChoiceField, self.fields["decision"])
            decision.choices = [(each, names[each]) for each in possible]
            if Report.Decision.MUTE not in possible:
                self.fields.pop("seconds", None)


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("decided", gettext("Decided")), ("all", gettext("All"))]

    def choices(self, changelist: Any) -> Iterator[Any]:
        waiting, *others = super().choices(changelist)
        yield {**waiting, "display": gettext("Undecided")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Report]) -> QuerySet[Report]:
        match self.value():
            case "all":
                return queryset
            case "decided":
                return queryset.filter(state=Report.State.DECIDED)
        return queryset.exclude(state=Report.State.DECIDED)


@admin.register(Report)
class ReportAdmin(PrefixedSearch, ServicePages):
    """The queue of reports. Who may change reports claims and decides them; what a decision does takes the permission for
    that as well."""

    form = ReportForm
    change_form_template = "moderation/admin_report.html"
    list_display = ("number", "excerpt", "reason", "about", "room_link", "reported_by", "standing")
    list_filter = (StateFilter, "reason", "kind")
    list_select_related = (*PEOPLE, "room")
    ordering = ("-id",)
    sortable_by = ()
    search_fields = ("user",)
    search_prefixes = {"room": by_id("room_id"), "user": person("user"), "by": person("reporter")}
    search_help_text = _("A reported person's name; room:12, user:kenji or by:hanako for exactly one")
    readonly_fields = (
        "kind", "reason", "about", "room_link", "reporter_link", "text", "created_at", "reported", "beside", "counts", "standing",
    )  # fmt: skip
    actions = ("claim", "release", "nothing")

    class Media:
        css = {"all": ["irori/admin.css"]}

    # -- Who may

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        # A job deletes them, REPORT_DAYS after the decision.
        return False

    def has_change_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        if not decides_everywhere(cast(User, request.user)):
            return False
        return obj is None or not (obj.is_decided or obj.user_id == request.user.pk)

    def get_fields(self, request: HttpRequest, obj: Report | None = None) -> Any:
        form = ["decision", "note", "told"]
        if obj and self.has_change_permission(request, obj) and _may_mute(request, obj):
            form.insert(1, "seconds")
        return (*self.readonly_fields, *form)

    # -- Rows

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        report = super().get_object(request, object_id, from_field)
        name_direct_rooms([report.room] if report and report.room else [])
        return report

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        changes = super().get_changelist_instance(request)
        name_direct_rooms([report.room for report in changes.result_list if report.room])
        return changes

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        return super().get_queryset(request).select_related(*PEOPLE, "room")

    def search_words(self, queryset: QuerySet[Report], words: list[str]) -> QuerySet[Report]:
        return queryset.filter(user__in=people_named(words))

    # -- Changes

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method == "POST" and object_id is not None:
            pressed = next((name for name in BUTTONS if name in request.POST), None)
            if pressed is not None:
                return self._press(request, as_id(object_id) or 0, BUTTONS[pressed])
            if self._is_done(request, object_id):
                # The form was sent twice.
                return HttpResponseRedirect(reverse(self._page("changelist")))
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        report = context.get("original")
        named = {**context, "subtitle": kept.headline(report)} if report else context
        return super().render_change_form(request, named, *args, **kwargs)

    def _is_done(self, request: HttpRequest, object_id: str) -> bool:
        report = self.get_object(request, object_id)
        is_same = report and report.is_decided and report.decision == request.POST.get("decision")
        return bool(is_same) and self.has_view_permission(request, report)

    def _press(self, request: HttpRequest, report_id: int, change: Callable[..., Report]) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        try:
            self.log_change(request, change(by=request.user, report_id=report_id), [])
        except Problem as problem:
            self.message_user(request, gettext(problem.detail), "ERROR")
        return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: Report, form: Any, change: bool) -> None:
        chosen = form.cleaned_data
        deciding.decide(
            by=cast(User, request.user),
            report_id=obj.pk,
            decision=chosen["decision"],
            note=chosen["note"],
            seconds=chosen.get("seconds"),
            tell=chosen["told"],
        )

    @bulk(permissions=("change",), description=_("Claim"), done=_("Claimed"))
    def claim(self, request: HttpRequest, rows: list[Report]) -> Sequence[Report]:
        return claiming.claim_many(by=cast(User, request.user), reports=_undecided(rows))

    @bulk(permissions=("change",), description=_("Release"), done=_("Released"))
    def release(self, request: HttpRequest, rows: list[Report]) -> Sequence[Report]:
        return claiming.release_many(by=cast(User, request.user), reports=rows)

    @bulk(permissions=("change",), description=_("Decide: nothing to be done"), done=_("Decided"))
    def nothing(self, request: HttpRequest, rows: list[Report]) -> Sequence[Report]:
        return deciding.dismiss_many(by=cast(User, request.user), reports=_undecided(rows))

    # -- Columns and fields

    @admin.display(description=_("number"))
    def number(self, report: Report) -> str:
        return f"#{report.pk}"

    @admin.display(description=_("reported"))
    def excerpt(self, report: Report) -> str:
        return kept.excerpt(report)

    @admin.display(description=_("person"))
    def about(self, report: Report) -> str:
        return link(report.user) if report.user else ""

    @admin.display(description=_("room"))
    def room_link(self, report: Report) -> str:
        return link(report.room) if report.room else ""

    @admin.display(description=_("reporter"))
    def reporter_link(self, report: Report) -> str:
        return link(report.reporter) if report.reporter else ""

    @admin.display(description=_("reported by"))
    def reported_by(self, report: Report) -> str:
        return kept.reported_by(report)

    @admin.display(description=_("state"))
    def standing(self, report: Report) -> str:
        state, by = str(report.get_state_display()), report.claimed_by
        if report.is_decided:
            state, by = str(report.get_decision_display()), report.decided_by
        return f"{state} · {by.get_full_name()}" if by else state

    @admin.display(description=_("as it was"))
    def reported(self, report: Report) -> str:
        return kept.reported(report)

    @admin.display(description=_("before and after it"))
    def beside(self, report: Report) -> str:
        return kept.context(report)

    @admin.display(description=_("decisions so far"))
    def counts(self, report: Report) -> str:
        return kept.counts(report)


def _undecided(rows: list[Report]) -> list[Report]:
    return [report for report in rows if not report.is_decided]


def _may_mute(request: HttpRequest, report: Report) -> bool:
    return Report.Decision.MUTE in decisions_on(report, cast(User, request.user))
