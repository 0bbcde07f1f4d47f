"""Admin pages that change rows through services, as REST does, so that open browsers show each change at once."""

from collections.abc import Collection, Iterable
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.core.exceptions import BadRequest
from django.db import DataError, transaction
from django.db.models import DateTimeField, Model, QuerySet
from django.forms import SplitDateTimeField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.admin import reauthentication
from core.admin.actions import may_run
from core.admin.date_times import DateAndTime
from core.admin.lists import MOST_LISTED, BoundedPaginator, offered_lookups, shortened, words_of
from core.admin.parts import actions_on, sections_of
from core.problems import Problem

# Rows that are changed in the request. One transaction changes all, and each row stays locked until it ends.
MOST_AT_ONCE = 500
CHECKBOX = '<input type="checkbox" name="{}" value="{}" class="action-select" aria-label="{}">'


class ServicePages(admin.ModelAdmin):  # type: ignore[type-arg]  # not subscriptable when it runs
    """A service's Problem becomes an error of the form, or a message above the list; then nothing was changed."""

    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    formfield_overrides = {DateTimeField: {"form_class": SplitDateTimeField, "widget": DateAndTime}}
    # Whether deleting cannot be undone, so that it asks for the password (reauthentication.py).
    final_delete = False
    # What is said of a row that nobody may delete as it is now.
    undeletable = _("It cannot be deleted as it is now.")
    # Filters of the list that are in addresses of other pages, such as "room__id__exact".
    linked_lookups: Collection[str] = ()

    # -- Forms

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        # A URL may contain an empty field name.
        return super().get_object(request, object_id, from_field or None)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"by": request.user, "refusal": getattr(request, "refusal", None)})

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except (OverflowError, DataError):
            raise BadRequest("a number in the form is greater than a column holds") from None
        except Problem as problem:
            # The transaction was rolled back. This second pass shows the form as it was filled in, with the error.
            request.refusal = problem  # type: ignore[attr-defined]
            return super().changeform_view(request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        is_final = self.final_delete and request.method == "POST" and self.has_delete_permission(request)
        if is_final and (page := reauthentication.ask(self, request)):
            return page
        try:
            return super().delete_view(request, object_id, extra_context)
        except Problem as problem:
            self.message_user(request, gettext(problem.detail), messages.ERROR)
            return HttpResponseRedirect(reverse(self._page("change"), args=[object_id]))

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = context.get("original")
        return super().render_change_form(
            request, {**context, "sections": sections_of(request, row) if row else []}, *args, **kwargs
        )

    # -- Lists and their actions

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Those of the pages and those that other apps add, as far as the person may run them."""
        actions: dict[str, Any] = {**super().get_actions(request)}
        if self.actions is not None and IS_POPUP_VAR not in request.GET:
            for name, added in actions_on(self.model).items():
                actions.setdefault(name, (added, name, getattr(added, "short_description", name)))
        return {name: each for name, each in actions.items() if may_run(request, each[0])}

    def get_action_choices(self, request: HttpRequest, default_choices: Any = None) -> list[tuple[str, str]]:
        """The list says what it is for. Django's begins with a row of dashes."""
        return super().get_action_choices(request, [("", gettext("Choose an action"))])

    def action_checkbox(self, obj: Any) -> SafeString:
        """As Django's, which renders a template for each row: a sixth of what a list costs."""
        label = format_html(gettext("Select this object for an action - {}"), str(obj))
        return format_html(CHECKBOX, ACTION_CHECKBOX_NAME, str(obj.pk), label)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Those that pages offer. Django allows every column of the row, so an address could ask what is not shown, a
        hidden text or a secret, one letter at a time."""
        return lookup in self.linked_lookups or lookup in offered_lookups(self.list_filter)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        request.GET = shortened(request.GET)  # type: ignore[assignment]  # Django's own class, as before
        try:
            response = super().changelist_view(request, extra_context)
        except (OverflowError, DataError):
            raise BadRequest("a number in the address is greater than a column holds") from None
        page = response.context_data if isinstance(response, TemplateResponse) else None
        if page and "cl" in page and page["cl"].result_count >= MOST_LISTED:
            page["subtitle"] = gettext("The first %(count)d; search to see others") % {"count": MOST_LISTED}
        if page:
            page["search_stop"] = getattr(request, "search_stop", None)
        return response

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return super().get_search_results(request, queryset, " ".join(words_of(search_term)))

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any], *args: Any) -> HttpResponse | None:
        try:
            if request.POST.get("select_across") == "1" and not self._is_bulk(request):
                _refuse_too_many(queryset)
            if self.final_delete and self._deletes(request) and (page := reauthentication.ask(self, request)):
                return page
            with transaction.atomic():
                return super().response_action(request, queryset, *args)
        except Problem as problem:
            self.message_user(
                request, gettext("Nothing was changed. %(why)s") % {"why": text_of(problem)}, messages.ERROR
            )
            return HttpResponseRedirect(request.get_full_path())

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        found = super().get_deleted_objects(objs, request)
        if found[2] and self.has_delete_permission(request):
            # Django would say that the person has no right to delete rows of this kind.
            kept = next((row for row in objs if not self.has_delete_permission(request, row)), None)
            if kept is not None:
                raise Problem("invalid", str(self.undeletable), about=kept)
        return found

    def _is_bulk(self, request: HttpRequest) -> bool:
        """Whether the chosen action, of either menu on the page, bounds its rows by itself (core/bulk/actions.py)."""
        actions = self.get_actions(request)
        chosen = [actions[name][0] for name in request.POST.getlist("action") if name in actions]
        return bool(chosen) and all(hasattr(each, "bulk") for each in chosen)

    def _deletes(self, request: HttpRequest) -> bool:
        """Whether the action is that of deleting, confirmed on its page."""
        return "delete_selected" in request.POST.getlist("action") and "post" in request.POST

    def log_changes(self, request: HttpRequest, rows: Iterable[Any], message: str) -> None:
        """As `log_change`, with one statement for all rows."""
        if rows := list(rows):
            LogEntry.objects.log_actions(cast(int, request.user.pk), rows, CHANGE, message)

    def _page(self, name: str) -> str:
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}"


class EndingPages(ServicePages):
    """Pages whose "delete" calls a service that ends the row and keeps it, so that clients learn of the end."""

    def has_ended(self, row: Any) -> bool:
        raise NotImplementedError

    def end(self, request: HttpRequest, row: Any) -> None:
        raise NotImplementedError

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and self.has_ended(obj))

    def get_deleted_objects(
        self, objs: Iterable[Any], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        # No other row is deleted with this one, so Django need not collect any, which could take long.
        rows = [str(row) for row in objs]
        return rows, {str(self.opts.verbose_name_plural): len(rows)}, set(), []

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        row = self.get_object(request, unquote(object_id)) if request.method == "POST" else None
        if row is not None and self.has_ended(row) and super().has_delete_permission(request, row):
            # The form was sent twice: the row has ended already.
            return HttpResponseRedirect(reverse(self._page("changelist")))
        return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.end(request, obj)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        super().response_delete(request, obj_display, obj_id)
        # Django redirects people who may not change rows to the index, though they may see the list.
        return HttpResponseRedirect(reverse(self._page("changelist")))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """End many, with a few statements for all."""
        raise NotImplementedError


def text_of(problem: Problem) -> str:
    """Why many rows were not changed, with the name of the one that was refused."""
    text = gettext(problem.detail)
    return f"{problem.about}: {text}" if problem.about else text


def link(row: Model, text: object = None) -> str:
    """A link to a row's admin page, with the row's name or another text."""
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    return format_html('<a href="{}">{}</a>', address, text or row)


def list_link(text: object, model: type[Model], **filters: object) -> str:
    """A link to an admin list, filtered."""
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist", query=filters)
    return format_html('<a href="{}">{}</a>', address, text)


def _refuse_too_many(queryset: QuerySet[Any]) -> None:
    # One transaction changes all rows, and each row stays locked until it ends.
    if queryset.order_by()[: MOST_AT_ONCE + 1].count() > MOST_AT_ONCE:
        raise Problem("invalid", gettext("At most %(count)d at once: narrow the list first.") % {"count": MOST_AT_ONCE})
