"""Actions and sections that an app adds to admin pages of other apps, such as those of moderation on the page of a room.

An AppConfig names them as pairs of a model's label and a dotted path:

    admin_actions = (("accounts.user", "moderation.admin.site_bans.ban"),)
    admin_sections = (("chat.room", "moderation.admin.mutes.of_room"),)

An action is a function (pages, request, rows) with the decorator `action` of core/admin/actions.py. Its `rights` say
who sees and runs it. It stands in the menu of the model's list. Actions on "chat.membership" also stand in the list of
members on the page of a room.

A section is a function (request, row) -> Section | None. It stands below the form of the row's page, outside of that
form, so that it may hold forms of its own, which post to views of its app. It returns None for a reader without the
right to see it, makes a bounded number of queries, and shows a bounded number of rows.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model
from django.http import HttpRequest
from django.utils.module_loading import import_string


class Section(NamedTuple):
    """`template` gets `context` as `section`, beside the context of the page."""

    title: str
    template: str
    context: Mapping[str, Any] = {}


Action = Callable[..., Any]


def actions_on(model: type[Model]) -> dict[str, Action]:
    """The actions that apps add to pages of this model, by name. Raises ImproperlyConfigured where two have one name."""
    found: dict[str, Action] = {}
    for added in _added("admin_actions", model):
        if found.setdefault(added.__name__, added) is not added:
            raise ImproperlyConfigured(f"Two actions on {model._meta.label_lower} are named {added.__name__!r}.")
    return found


def sections_of(request: HttpRequest, row: Model) -> list[Section]:
    shown = (added(request, row) for added in _added("admin_sections", type(row)))
    return [section for section in shown if section is not None]


def _added(attribute: str, model: type[Model]) -> list[Any]:
    label = model._meta.label_lower
    pairs = (pair for app in apps.get_app_configs() for pair in getattr(app, attribute, ()))
    return [import_string(path) for on, path in pairs if on == label]
