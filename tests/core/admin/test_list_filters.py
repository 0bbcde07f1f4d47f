"""The address of a list filters by what the list offers, and by nothing else: any column could be asked for by its first
letters, also a hidden text or a secret."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.contrib.admin import site
from django.db.models import Model
from django.urls import reverse

from core.admin.pages import ServicePages
from tests.accounts.admin.pages import signed_in
from tests.core.admin.action_rows import chief
from tests.core.admin.page_rights import ROW

pytestmark = pytest.mark.django_db

LISTS: Mapping[str, Any] = {
    pages.opts.label_lower: pages for pages in site._registry.values() if isinstance(pages, ServicePages)
}
# One row and its page, which opens whatever the address of the list says.
WITHOUT_LIST = {"moderation.firstmessages"}


def columns(model: type[Model]) -> Iterator[str]:
    """Each column, and those of the rows that it names."""
    for field in model._meta.concrete_fields:
        yield field.name
        if field.related_model:
            yield from (f"{field.name}__{column.name}" for column in field.related_model._meta.concrete_fields)


def lookups(model: type[Model]) -> Iterator[str]:
    for column in columns(model):
        yield from (f"{column}__{how}" for how in ("startswith", "gte", "in", "regex"))


@pytest.mark.parametrize("label", LISTS)
def test_no_column_is_asked_for_by_the_address(label: str) -> None:
    pages, client = LISTS[label], signed_in(chief())
    ROW[label]()
    address = reverse(f"admin:{label.replace('.', '_')}_changelist")
    asked = [lookup for lookup in lookups(pages.model) if pages.lookup_allowed(lookup, "a")]
    assert not asked
    if label in WITHOUT_LIST:
        return
    for lookup in (f"{pages.opts.pk.name}__gte", "password__startswith", "text__startswith"):
        assert client.get(address, {lookup: "1"}).status_code == 400, lookup


@pytest.mark.parametrize("label", LISTS)
def test_what_a_list_offers_and_pages_link_to_is_answered(label: str) -> None:
    pages, client = LISTS[label], signed_in(chief())
    address = reverse(f"admin:{label.replace('.', '_')}_changelist")
    for each in pages.list_filter:
        if isinstance(each, str):
            choices = pages.opts.get_field(each).flatchoices
            assert client.get(address, {f"{each}__exact": choices[0][0] if choices else "1"}).status_code == 200, each
        else:
            assert client.get(address, {each.parameter_name: "no such"}).status_code == 200, each
    for lookup in pages.linked_lookups:
        assert client.get(address, {lookup: "1"}).status_code == 200, lookup
