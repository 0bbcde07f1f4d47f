"""Every page of the admin and every form on it, found as a browser finds them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import NoReverseMatch, reverse

# Actions of a list: the pages "add", "change" and so on of each model, and those of the site.
MODEL_PAGES = ("changelist", "add", "change", "delete", "history", "password_change")
SITE_PAGES = ("index", "login", "password_change", "jsi18n", "autocomplete", "app_list")
# What a list reads from its address.
LIST_QUERY = ("q", "p", "o", "all", "id", "pk__in", "state", "_to_field", "term", "app_label")
# And any page.
PAGE_QUERY = ("_popup", "_to_field", "_changelist_filters", "next")


@dataclass
class Form:
    """With the values it has when it is opened."""

    page: str
    method: str = "get"
    fields: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.found: list[Form] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        match tag:
            case "form":
                self.found.append(Form(given.get("action") or self.page, given.get("method", "get").lower()))
            case "select":
                self._select = name
                self._put(name, "")
            case "option" if "selected" in given:
                self._put(self._select, given.get("value", ""))
            case "input" | "textarea" | "button" if name:
                self._put(name, given.get("value", ""))

    def _put(self, name: str, value: str) -> None:
        if self.found and name and name != "csrfmiddlewaretoken":
            self.found[-1].fields[name] = value


def addresses() -> Iterator[str]:
    """Of all pages, with a row of each model where there is one."""
    for name in SITE_PAGES:
        try:
            yield reverse(f"admin:{name}", args=["chat"] if name == "app_list" else [])
        except NoReverseMatch:
            continue
    for model in admin.site._registry:
        yield from _of_model(model)


def _of_model(model: type[Model]) -> Iterator[str]:
    names = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    row = model._default_manager.order_by("pk").first()
    for page in MODEL_PAGES:
        for arguments in ([], [row.pk] if row else []):
            # The form of a person's password is a page of `auth_user`, whatever the model is called.
            for address in (f"{names}_{page}", f"admin:auth_user_{page}"):
                try:
                    yield reverse(address, args=arguments)
                except NoReverseMatch:
                    continue


def forms(client: Client, page: str) -> list[Form]:
    answer: Any = client.get(page)
    parser = _Forms(page)
    parser.feed(answer.content.decode())
    return [form for form in parser.found if form.fields]
