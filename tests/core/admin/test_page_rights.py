"""Staff with each single right against each page, section and action of the admin."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin as site
from django.http import HttpRequest
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse
from django.utils.module_loading import import_string

from tests.accounts.admin.pages import signed_in
from tests.core.admin import action_rows
from tests.core.admin.page_rights import (
    AUTOCOMPLETE,
    OF_EVERYBODY,
    OF_STAFF,
    OTHERS,
    PAGES,
    ROW,
    SECTIONS,
    Pages,
    staff_with,
)  # fmt: skip
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db

RIGHTS_OF = {
    model._meta.label_lower: [f"{action}_{model._meta.model_name}" for action in model._meta.default_permissions]
    for model in site.site._registry
}
ALL_RIGHTS = [f"{label.partition('.')[0]}.{right}" for label, rights in RIGHTS_OF.items() for right in rights]
# A page and the form that it sends, by the name of the page.
GET = {"changelist": "lists", "add": "add", "change": "change", "delete": "delete", "history": "history"}
POST = {"add": "add", "change": "save", "delete": "delete"}
NOWHERE = Pages("", "", "", "", "", "")

# Method, address, what opens it.
Door = tuple[str, str, frozenset[str]]


def letters(label: str, of: str) -> frozenset[str]:
    app_label, model = label.split(".")
    names = {"a": "add", "c": "change", "d": "delete", "v": "view"}
    return frozenset(f"{app_label}.{names[letter]}_{model}" for letter in of)


def doors(rows: dict[str, Any]) -> Iterator[Door]:
    """Every page of the site, and every form that a page sends."""
    for label, row in rows.items():
        for methods, method in ((GET, "get"), (POST, "post")):
            for page, field in methods.items():
                address = reverse(f"admin:{label.replace('.', '_')}_{page}", args=row_of(page, row))
                yield method, address, letters(label, getattr(PAGES.get(label, NOWHERE), field))
    for name, (method, of, rights) in OTHERS.items():
        yield method, reverse(f"admin:{name}", args=[rows[of].pk] if of else []), rights
    for model, pages in site.site._registry.items():
        for field in pages.autocomplete_fields:
            found = model._meta.get_field(field).related_model._meta.label_lower  # type: ignore[union-attr]
            asked = {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "field_name": field}
            yield "get", reverse(f"admin:{AUTOCOMPLETE}", query=asked), letters(found, PAGES[found].lists)


def row_of(page: str, row: Any) -> list[Any]:
    return [] if page in ("changelist", "add") else [row.pk]


def is_open(client: Client, method: str, address: str) -> bool:
    answer = getattr(client, method)(address)
    assert answer.status_code in (200, 302, 403), (address, answer.status_code)
    is_away = answer.status_code == 302 and answer["Location"].startswith("/admin/login/")
    return answer.status_code != 403 and not is_away


@pytest.fixture
def rows() -> dict[str, Any]:
    return {label: make() for label, make in ROW.items()}


def test_every_page_is_in_the_table() -> None:
    assert PAGES.keys() == ROW.keys() == RIGHTS_OF.keys()
    standard = {f"{label.replace('.', '_')}_{page}" for label in PAGES for page in GET}
    assert set(_named(site.site.urls[0])) == standard | OTHERS.keys() | OF_STAFF | OF_EVERYBODY | {AUTOCOMPLETE}


def _named(patterns: Any) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _named(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name


@pytest.mark.parametrize("label", RIGHTS_OF)
def test_one_right_opens_its_own_pages_and_no_other(label: str, rows: dict[str, Any]) -> None:
    for name in RIGHTS_OF[label]:
        right = f"{label.partition('.')[0]}.{name}"
        client = signed_in(staff_with(right))
        wrong = {
            (method, address): right in rights
            for method, address, rights in doors(rows)
            if is_open(client, method, address) != (right in rights)
        }
        assert wrong == {}, f"{right}: whether each should open"


def test_staff_without_a_right_opens_nothing(rows: dict[str, Any]) -> None:
    client = signed_in(staff_with())
    assert [address for method, address, _ in doors(rows) if is_open(client, method, address)] == []


def test_outsiders_open_nothing(rows: dict[str, Any]) -> None:
    kenji = a_user("kenji")
    assert not kenji.is_staff
    kenji = action_rows.permitted(kenji, ALL_RIGHTS)
    for client in (Client(), signed_in(kenji)):
        assert [address for method, address, _ in doors(rows) if is_open(client, method, address)] == []
        for name in OF_STAFF - {"app_list", "view_on_site"}:
            assert client.get(reverse(f"admin:{name}")).status_code == 302


def test_each_section_is_shown_by_its_own_rights() -> None:
    named = {(label, path) for app in apps.get_app_configs() for label, path in getattr(app, "admin_sections", ())}
    assert named == set(SECTIONS)
    shown_on = {label: ROW[label]() for label in {label for label, _ in SECTIONS}} | {
        "chat.message": action_rows.deleted(1)[0]
    }
    for right in (*ALL_RIGHTS, ""):
        request = HttpRequest()
        request.session = {}  # type: ignore[assignment]
        request.user = staff_with(*filter(None, [right]))
        for (label, path), rights in SECTIONS.items():
            is_shown = import_string(path)(request, shown_on[label]) is not None
            assert is_shown == (right in rights), (right, path)
