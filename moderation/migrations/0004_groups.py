"""The rights of the groups of the staff on the pages of moderation."""

from typing import Any

from django.db import migrations

from core.admin.groups import ADMINISTRATOR, MODERATOR, grant
from core.db.live_migrations import LiveMigration

MODERATORS = (
    "moderation.view_report", "moderation.change_report",
    "moderation.view_heldmessage", "moderation.change_heldmessage",
    "moderation.view_mute", "moderation.add_mute", "moderation.delete_mute",
    "moderation.view_siteban",
    "moderation.view_rule",
)  # fmt: skip
RIGHTS = {
    MODERATOR: MODERATORS,
    ADMINISTRATOR: (
        *MODERATORS,
        "moderation.add_siteban", "moderation.delete_siteban",
        "moderation.add_rule", "moderation.change_rule", "moderation.delete_rule",
        "moderation.view_firstmessages", "moderation.change_firstmessages",
    ),
}  # fmt: skip


def make(apps: Any, schema_editor: Any) -> None:
    grant(apps, RIGHTS)


class Migration(LiveMigration):
    dependencies = [
        ("moderation", "0003_rules"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    # Going back leaves the groups: people may be in them.
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
