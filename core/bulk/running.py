"""Run bulk actions as jobs."""

from collections import Counter
from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.utils import timezone, translation

from core.bulk.actions import change
from core.bulk.models import BulkAction
from core.jobs.declarations import Claim
from core.problems import Problem

# Rows of one transaction.
PART = 100
GONE = "gone"


def run(claim: Claim) -> None:
    """Change part after part. A worker that takes over after another was killed continues where that one was."""
    while _run_part(claim.data["action"]):
        pass


@transaction.atomic
def _run_part(action_id: int) -> bool:
    """Whether more is to be done."""
    action = BulkAction.objects.select_for_update(of=("self",)).select_related("by").filter(pk=action_id).first()
    if action is None or action.has_ended:
        return False
    part = action.rows[action.position : action.position + PART]
    with translation.override(getattr(action.by, "language", "") or None):
        changed, refused = _change(action, part)
    action.position += len(part)
    action.changed += changed
    action.refusals = dict(Counter(action.refusals) + refused)
    if action.position >= action.total:
        action.ended_at = timezone.now()
    action.save(update_fields=["position", "changed", "refusals", "ended_at"])
    return not action.has_ended


def _change(action: BulkAction, part: list[str]) -> tuple[int, Counter[str]]:
    """The number of changed rows, and the refused ones by code."""
    pages = _pages_of(action.model)
    request = _request_of(action)
    run = pages.get_actions(request).get(action.action) if pages and request else None
    # The person has lost the right meanwhile, or the action is no more.
    if pages is None or run is None:
        return 0, Counter({"forbidden": len(part)})
    form = _form_of(run[0], action.asked)
    rows = list(pages.get_queryset(request).filter(pk__in=part).order_by("pk"))
    refused = Counter({GONE: len(part) - len(rows)} if len(rows) < len(part) else {})
    try:
        return len(change(pages, request, run[0].bulk, rows, run[0].done, *form)), refused
    except Problem:
        return _one_by_one(pages, request, run[0], rows, form, refused)


def _one_by_one(
    pages: Any, request: HttpRequest | None, run: Any, rows: list[Any], form: list[Any], refused: Counter[str]
) -> tuple[int, Counter[str]]:
    """One of them was refused; the others are changed nevertheless."""
    changed = 0
    for row in rows:
        try:
            changed += len(change(pages, request, run.bulk, [row], run.done, *form))
        except Problem as problem:
            refused[problem.code] += 1
    return changed, refused


def _pages_of(label: str) -> Any:
    return next((pages for model, pages in admin.site._registry.items() if model._meta.label_lower == label), None)


def _request_of(action: BulkAction) -> HttpRequest | None:
    """What an action reads of a request: who acts. None where that person is no active member of the staff any more."""
    if action.by is None or not action.by.is_active or not action.by.is_staff:
        return None
    request = HttpRequest()
    request.method = "POST"
    request.user = action.by
    return request


def _form_of(run: Any, asked: dict[str, list[str]]) -> list[Any]:
    if run.form is None:
        return []
    sent = QueryDict(mutable=True)
    for field, values in asked.items():
        sent.setlist(field, values)
    form = run.form(sent)
    form.is_valid()  # it was when the action was stored
    return [form]
