"""Staff against each page and section of the admin: with each right alone, with all others together, and with none."""

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any, NamedTuple, cast

import pytest
from django.apps import apps
from django.contrib import admin as site
from django.db.models import Model
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
    Needs,
    staff_with,
)
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db

MODELS = {model._meta.label_lower: model for model in site.site._registry}
ALL_RIGHTS = frozenset(
    f"{model._meta.app_label}.{action}_{model._meta.model_name}"
    for model in MODELS.values()
    for action in model._meta.default_permissions
)
NAMES = {"a": "add", "c": "change", "d": "delete", "v": "view"}
# A page and the form that it sends, by the name of the page.
GET = {"changelist": "lists", "add": "add", "change": "change", "delete": "delete", "history": "history"}
POST = {"add": "add", "change": "save", "delete": "delete"}


class Door(NamedTuple):
    """`needs`: one right of each set opens it."""

    method: str
    address: str
    needs: Needs


def standard(label: str, row: Model) -> Iterator[Door]:
    """The pages of a model, and what they send."""
    for method, pages in (("get", GET), ("post", POST)):
        for page, field in pages.items():
            args = [] if page in ("changelist", "add") else [row.pk]
            address = reverse(f"admin:{label.replace('.', '_')}_{page}", args=args)
            yield Door(method, address, needed(label, getattr(PAGES[label], field)))


def needed(label: str, letters: str) -> Needs:
    app_label, model = label.split(".")
    return tuple(frozenset(f"{app_label}.{NAMES[each]}_{model}" for each in part) for part in letters.split("+"))


def of_their_own() -> Iterator[Door]:
    rows = {of: ROW[of]() for of in {other.of for other in OTHERS.values()} if of}
    for name, (method, of, needs) in OTHERS.items():
        yield Door(method, reverse(f"admin:{name}", args=[rows[of].pk] if of else []), needs)
    for model, pages in site.site._registry.items():
        for field in pages.autocomplete_fields:
            found = cast(type[Model], model._meta.get_field(field).related_model)._meta.label_lower
            asked = {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "field_name": field}
            yield Door("get", reverse(f"admin:{AUTOCOMPLETE}", query=asked), needed(found, PAGES[found].lists))


def all_doors() -> list[Door]:
    return [*of_their_own(), *(door for label in PAGES for door in standard(label, ROW[label]()))]


def is_open(client: Client, door: Door) -> bool:
    answer = getattr(client, door.method)(door.address)
    assert answer.status_code in (200, 302, 403), (door, answer.status_code)
    is_away = answer.status_code == 302 and answer["Location"].startswith("/admin/login/")
    return answer.status_code != 403 and not is_away


def expect_right_doors(doors: Iterable[Door]) -> None:
    """Each opens to one right of each set that it needs, alone, and to nobody who has all rights but those of one set."""
    clients: dict[frozenset[str], Client] = {}

    def opens(rights: frozenset[str], door: Door) -> bool:
        if rights not in clients:
            clients[rights] = signed_in(staff_with(*rights))
        return is_open(clients[rights], door)

    for door in doors:
        for of_one in door.needs:
            assert not opens(ALL_RIGHTS - of_one, door), (door, "opens without")
        for rights in product(*door.needs):
            assert opens(frozenset(rights), door), (door, "does not open with", rights)


def test_every_page_is_in_the_table() -> None:
    assert PAGES.keys() == ROW.keys() == MODELS.keys()
    of_models = {f"{label.replace('.', '_')}_{page}" for label in PAGES for page in GET}
    assert set(_named(site.site.urls[0])) == of_models | OTHERS.keys() | OF_STAFF | OF_EVERYBODY | {AUTOCOMPLETE}


def _named(patterns: Any) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _named(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name


def test_every_section_is_in_the_table() -> None:
    named = {(label, path) for app in apps.get_app_configs() for label, path in getattr(app, "admin_sections", ())}
    assert named == set(SECTIONS)


@pytest.mark.parametrize("label", PAGES)
def test_its_own_rights_open_each_page_of_a_model_and_no_others(label: str) -> None:
    expect_right_doors(standard(label, ROW[label]()))


def test_its_own_rights_open_each_other_page() -> None:
    expect_right_doors(of_their_own())


def test_staff_without_a_right_opens_nothing() -> None:
    client = signed_in(staff_with())
    assert [door for door in all_doors() if is_open(client, door)] == []


def test_outsiders_open_nothing() -> None:
    doors, kenji = all_doors(), action_rows.permitted(a_user("kenji"), ALL_RIGHTS)
    assert not kenji.is_staff
    for client in (Client(), signed_in(kenji)):
        assert [door for door in doors if is_open(client, door)] == []
        for name in OF_STAFF - {"app_list", "view_on_site"}:
            assert not is_open(client, Door("get", reverse(f"admin:{name}"), ()))


@pytest.mark.parametrize("section", SECTIONS, ids=" ".join)
def test_each_section_is_shown_by_its_own_rights(section: tuple[str, str]) -> None:
    label, path = section
    row = action_rows.deleted(1)[0] if label == "chat.message" else ROW[label]()
    (needed,) = SECTIONS[section]

    def is_shown(*rights: str) -> bool:
        request = HttpRequest()
        request.session = {}  # type: ignore[assignment]
        request.user = staff_with(*rights)
        return import_string(path)(request, row) is not None

    assert not is_shown(*ALL_RIGHTS - needed)
    assert all(map(is_shown, needed))
