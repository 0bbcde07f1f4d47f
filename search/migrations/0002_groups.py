"""The right of administrators to see how far the index is."""

from typing import Any

from django.db import migrations

from core.admin.groups import ADMINISTRATOR, grant
from core.db.live_migrations import LiveMigration

RIGHTS = {ADMINISTRATOR: ("search.view_indexedroom",)}


def make(apps: Any, schema_editor: Any) -> None:
    grant(apps, RIGHTS)


class Migration(LiveMigration):
    dependencies = [
        ("search", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    # Going back leaves the groups: people may be in them.
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
