"""Each right on each page of the admin is given to a group of the staff, or refused to it here, with the reason."""

from django.contrib import admin as site

from core.admin.groups import ADMINISTRATOR, MODERATOR
from tests.core.admin.test_group_rights import RIGHTS

EVERY = {
    f"{model._meta.app_label}.{action}_{model._meta.model_name}"
    for model in site.site._registry
    for action in model._meta.default_permissions
}

# Refused to both. A new right fails the test below until somebody writes it here or into a migration.
NOBODYS = {
    # What gives rights is for superusers.
    "auth.view_group", "auth.add_group", "auth.change_group", "auth.delete_group",
    # People are deactivated, and rooms archived.
    "accounts.delete_user", "chat.delete_room",
    # These begin elsewhere: by signing in, writing, reporting or uploading, by a rule, a job or a migration.
    "accounts.add_session", "accounts.add_sitelogo", "bulk.add_bulkaction", "chat.add_message", "chat.add_roominvitation",
    "chat.add_roomusage", "files.add_file", "files.add_personusage", "jobs.add_job", "moderation.add_firstmessages",
    "moderation.add_heldmessage", "moderation.add_report", "search.add_indexedroom",
    # Nobody changes what others wrote, or how something was decided. It is ended, and decided anew.
    "accounts.change_invitation", "chat.change_ban", "chat.change_message", "chat.change_roominvitation",
    "files.change_file", "moderation.change_mute", "moderation.change_siteban",
    # These are ended by another right, or go by themselves.
    "accounts.delete_invitation", "accounts.delete_session", "accounts.delete_sitelogo",
    "moderation.delete_firstmessages", "moderation.delete_heldmessage", "moderation.delete_report",
    # Figures and progress are looked at.
    "bulk.change_bulkaction", "bulk.delete_bulkaction", "chat.change_roomusage", "chat.delete_roomusage",
    "files.change_personusage", "files.delete_personusage", "search.change_indexedroom", "search.delete_indexedroom",
}  # fmt: skip

# Refused to moderators alone.
ADMINISTRATORS = {
    # Accounts and their devices, the site's look, and its log.
    "accounts.add_user", "accounts.change_user", "accounts.view_session", "accounts.change_session",
    "accounts.view_invitation", "accounts.add_invitation", "accounts.view_sitelogo", "accounts.change_sitelogo",
    "audit.view_act",
    # Rooms themselves, and a file's bytes, which do not come back.
    "chat.add_room", "chat.change_room", "files.delete_file",
    # Who may come to the site at all, and what holds for everybody on it.
    "moderation.add_siteban", "moderation.delete_siteban", "moderation.add_rule", "moderation.change_rule",
    "moderation.delete_rule", "moderation.view_firstmessages", "moderation.change_firstmessages",
    # How the site runs.
    "bulk.view_bulkaction", "chat.view_roomusage", "files.view_personusage", "jobs.view_job", "jobs.change_job",
    "jobs.delete_job", "search.view_indexedroom",
}  # fmt: skip


def test_every_right_is_given_to_administrators_or_refused() -> None:
    assert EVERY - set(RIGHTS[ADMINISTRATOR]) == NOBODYS


def test_every_right_is_given_to_moderators_or_refused() -> None:
    assert EVERY - set(RIGHTS[MODERATOR]) == NOBODYS | ADMINISTRATORS


def test_no_group_has_a_right_without_a_page() -> None:
    assert {right for rights in RIGHTS.values() for right in rights} <= EVERY
