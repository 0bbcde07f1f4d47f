"""The groups of the staff, with the rights on what lies here and below."""

from typing import Any

from django.db import migrations

from core.admin.groups import ADMINISTRATOR, MODERATOR, grant
from core.db.live_migrations import LiveMigration

MODERATORS = (
    "accounts.view_user",
    "chat.view_room",
    "chat.view_membership", "chat.add_membership", "chat.change_membership", "chat.delete_membership",
    "chat.view_ban", "chat.add_ban", "chat.delete_ban",
    "chat.view_message", "chat.delete_message",
    "chat.view_roominvitation", "chat.delete_roominvitation",
    "files.view_file",
)  # fmt: skip
RIGHTS = {
    MODERATOR: MODERATORS,
    ADMINISTRATOR: (
        *MODERATORS,
        "accounts.add_user", "accounts.change_user",
        "accounts.view_session", "accounts.change_session",
        "accounts.view_invitation", "accounts.add_invitation",
        "accounts.view_sitelogo", "accounts.change_sitelogo",
        "audit.view_act",
        "bulk.view_bulkaction",
        "chat.add_room", "chat.change_room", "chat.view_roomusage",
        "files.delete_file", "files.view_personusage",
        "jobs.view_job", "jobs.change_job", "jobs.delete_job",
    ),
}  # fmt: skip


def make(apps: Any, schema_editor: Any) -> None:
    grant(apps, RIGHTS)


class Migration(LiveMigration):
    dependencies = [
        ("chat", "0016_kept_messages"),
        ("accounts", "0012_site_logo"),
        ("audit", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("bulk", "0001_bulk_action"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("files", "0005_person_usage"),
        ("jobs", "0001_initial"),
    ]

    # Going back leaves the groups: people may be in them.
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
