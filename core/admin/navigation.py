"""The list of the admin's pages, in groups by what one looks for and not by app.

A group comes from `admin_group` of the page (a ModelAdmin), or else of the app's AppConfig. Pages without one are at
the end.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.admin import AdminSite
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

GROUPS: Mapping[str, Promise] = {
    "people": _("People"),
    "rooms": _("Rooms"),
    "moderation": _("Moderation"),
    "storage": _("Storage"),
    "site": _("Site"),
}
LAST = "site"


class Page(NamedTuple):
    name: str
    url: str
    add_url: str
    is_here: bool


class Group(NamedTuple):
    key: str
    name: str
    pages: list[Page]


def groups(site: AdminSite, available: Iterable[Mapping[str, Any]], path: str) -> list[Group]:
    """What this reader may see (`available` is Django's list of it), with the page at `path` marked."""
    found: dict[str, list[Page]] = {key: [] for key in GROUPS}
    for app in available:
        for model in app["models"]:
            if url := model["admin_url"]:
                page = Page(str(model["name"]), url, model["add_url"] or "", path.startswith(url))
                found[_group(site, app["app_label"], model["model"])].append(page)
    return [Group(key, str(GROUPS[key]), pages) for key, pages in found.items() if pages]


def _group(site: AdminSite, app_label: str, model: Any) -> str:
    of_app = getattr(apps.get_app_config(app_label), "admin_group", LAST)
    chosen = getattr(site._registry.get(model), "admin_group", of_app)
    return chosen if chosen in GROUPS else LAST
