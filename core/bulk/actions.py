"""Declare actions on many rows at once."""

import hashlib
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.translation import gettext

from core.admin.actions import action
from core.admin.pages import MOST_AT_ONCE
from core.admin.sentences import sentence
from core.bulk.jobs import BULK
from core.bulk.models import KEPT, BulkAction
from core.jobs import queue
from core.problems import Problem

MOST_AS_JOB = 10_000


def bulk(*, description: Any, done: Any, **options: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a function (pages, request, rows) an action; with a `form`, it gets the valid form as a fourth argument.

    The function changes the rows, a list, with a few statements for all, and returns those that changed. It reads
    `request.user` and nothing else of the request. Up to MOST_AT_ONCE rows are changed at once, all or none; more as a
    job, in parts. `done`: past participle for the message, such as "Archived". `options` as of
    `core.admin.actions.action`.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def run(pages: Any, request: HttpRequest, rows: QuerySet[Any], *form: forms.Form) -> Any:
            some = list(rows[: MOST_AT_ONCE + 1])
            if len(some) > MOST_AT_ONCE:
                return _begin(pages, request, rows, function.__name__, description)
            changed = change(pages, request, function, some, done, *form)
            pages.message_user(request, f"{gettext(force_str(done))}: {len(changed)}", messages.SUCCESS)
            return None

        decorated = action(description=description, **options)(run)
        decorated.bulk, decorated.done, decorated.form = function, done, options.get("form")  # type: ignore[attr-defined]
        return decorated

    return decorate


def change(
    pages: Any, request: Any, function: Callable[..., Any], rows: list[Any], done: Any, *form: forms.Form
) -> Sequence[Any]:
    """Change these rows, and log it for each. Returns those that changed. Raises Problem, and then nothing changed."""
    with transaction.atomic():
        changed = function(pages, request, rows, *form)
        pages.log_changes(request, changed, sentence(gettext(force_str(done))))
    return list(changed)


def _begin(pages: Any, request: HttpRequest, rows: QuerySet[Any], name: str, title: Any) -> HttpResponseRedirect:
    """Store the action, and show its progress. A form that is sent twice finds the action of the first time."""
    keys = [str(pk) for pk in rows.values_list("pk", flat=True)[: MOST_AS_JOB + 1]]
    if len(keys) > MOST_AS_JOB:
        raise Problem("invalid", gettext("At most %(count)d at once: narrow the list first.") % {"count": MOST_AS_JOB})
    BulkAction.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
    # The CSRF token is new each time a page is made, so it tells one page from the next.
    sent = repr((request.user.pk, request.path, sorted(request.POST.lists())))
    asked = {field: values for field, values in request.POST.lists() if field not in _NOT_ASKED}
    started, is_new = BulkAction.objects.get_or_create(
        key=hashlib.sha256(sent.encode()).hexdigest(),
        defaults={
            "by_id": request.user.pk,
            "model": pages.opts.label_lower,
            "action": name,
            "title": force_str(title) % {"verbose_name_plural": pages.opts.verbose_name_plural},
            "asked": asked,
            "rows": keys,
            "total": len(keys),
        },
    )
    if is_new:
        queue.enqueue(BULK, {"action": started.pk})
    return HttpResponseRedirect(reverse("admin:bulk_bulkaction_change", args=[started.pk]))


_NOT_ASKED = {"csrfmiddlewaretoken", "action", "select_across", "index", "_selected_action", "asked"}
