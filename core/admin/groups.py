"""Groups of the staff, made by migrations: each app gives them the rights on its own pages.

A migration runs once, so what a site changes in its groups stays.
"""

from collections.abc import Iterable, Mapping
from typing import Any

MODERATOR, ADMINISTRATOR = "moderator", "administrator"

# By group: rights such as "chat.view_room".
Rights = Mapping[str, Iterable[str]]


def grant(apps: Any, rights: Rights) -> None:
    """Add these rights to groups, which are made where they are missing. Permissions are made here too: Django makes
    those of new models only after all migrations. `apps`: the models of the migration, or of the site."""
    for group, given in rights.items():
        found, _ = apps.get_model("auth", "Group").objects.get_or_create(name=group)
        found.permissions.add(*(_permission(apps, right) for right in given))


def _permission(apps: Any, right: str) -> Any:
    app_label, codename = right.split(".")
    action, model = codename.split("_")
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app_label, model=model)
    # Django's own name, which later migrations would give.
    name = f"Can {action} {apps.get_model(app_label, model)._meta.verbose_name}"
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename=codename, defaults={"name": name}
    )
    return permission
