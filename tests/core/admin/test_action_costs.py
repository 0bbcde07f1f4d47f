"""An action on many rows of the admin makes as many statements as one on a few, whatever rooms and people these belong to."""

import re
from typing import Any

import pytest
from django.contrib import admin as site
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.accounts.admin.pages import signed_in
from tests.core.admin.action_rows import ROWS, chief

pytestmark = pytest.mark.django_db

# Of a list's rows six different kinds at most (action_rows.files).
FEW, MANY = 6, 36
# What comes now and then: the count of waiting jobs, and the job that wakes the index, of four statements. One statement
# for each row would be MANY - FEW more.
NOW_AND_THEN = 10


@pytest.fixture(autouse=True)
def mail(settings: Any) -> None:
    settings.SENDS_MAIL = True


@pytest.fixture
def admin() -> Client:
    client = signed_in(chief())
    client.get("/admin/")  # what is read once
    return client


def test_every_action_is_measured() -> None:
    request = HttpRequest()
    request.user = chief()
    offered = {
        (model._meta.label_lower, name)
        for model, pages in site.site._registry.items()
        for name in pages.get_actions(request)
    }
    assert offered == set(ROWS)


@pytest.mark.parametrize(("label", "action"), ROWS, ids=map(" ".join, ROWS))
def test_its_statements_do_not_grow_with_its_rows(
    admin: Client, label: str, action: str, django_capture_on_commit_callbacks: Any
) -> None:
    make, more = ROWS[label, action]
    address = reverse(f"admin:{label.replace('.', '_')}_changelist")
    numbers = []
    for number in (FEW, MANY):
        rows = make(number)
        assert len(rows) == number
        chosen = {"action": action, "_selected_action": [str(row.pk) for row in rows], "asked": "1", **more}
        with CaptureQueriesContext(connection) as queries, django_capture_on_commit_callbacks(execute=True):
            answer = admin.post(address, chosen)
        numbers.append(len(queries))
        assert answer.status_code == 302
        said = " ".join(str(message) for message in admin.get(address).context["messages"])
        assert re.search(rf"\b{number}\b", said), said
    assert numbers[1] <= numbers[0] + NOW_AND_THEN, numbers
