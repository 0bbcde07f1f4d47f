"""What the groups of the staff may."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from core.admin.groups import ADMINISTRATOR, MODERATOR, grant
from tests.accounts.admin.pages import signed_in
from tests.core.admin.page_rights import PAGES
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db

GROUPS = [
    import_module(f"{name}_groups").RIGHTS
    for name in ("chat.migrations.0017", "moderation.migrations.0004", "search.migrations.0002")
]
# By group, of all apps.
RIGHTS = {
    group: [right for granted in GROUPS for right in granted.get(group, ())] for group in (MODERATOR, ADMINISTRATOR)
}
# Refused to administrators on purpose: what gives rights, and what keeps the log.
SUPERUSERS_OWN = frozenset({"auth.group"})


def statuses(client: Client) -> dict[str, int]:
    """Of each list."""
    return {label: client.get(reverse(f"admin:{label.replace('.', '_')}_changelist")).status_code for label in PAGES}


class TestGroups:
    @pytest.fixture(autouse=True)
    def made(self) -> None:
        Group.objects.all().delete()
        for rights in GROUPS:
            grant(apps, rights)

    def in_group(self, name: str) -> Client:
        user = a_user(name, is_staff=True)
        user.groups.add(Group.objects.get(name=name))
        return signed_in(user)

    def test_a_moderator_sees_rooms_and_people_and_nothing_of_the_site(self) -> None:
        shown = {label for label, status in statuses(self.in_group(MODERATOR)).items() if status == 200}
        assert shown == {
            "accounts.user", "chat.ban", "chat.membership", "chat.message", "chat.room", "chat.roominvitation", "files.file",
            "moderation.heldmessage", "moderation.mute", "moderation.report", "moderation.rule", "moderation.siteban",
        }  # fmt: skip

    def test_an_administrator_sees_all_but_the_groups(self) -> None:
        shown = statuses(self.in_group(ADMINISTRATOR))
        assert {label for label, status in shown.items() if status == 403} == SUPERUSERS_OWN

    def test_every_right_is_one_of_a_page_and_is_granted_once(self) -> None:
        for rights in GROUPS:
            grant(apps, rights)
        assert Group.objects.count() == 2
        for name, rights in RIGHTS.items():
            assert Group.objects.get(name=name).permissions.count() == len(set(rights))
        assert {right.replace("_", ".").split(".")[2] for right in RIGHTS[ADMINISTRATOR]} <= {
            label.split(".")[1] for label in PAGES
        }
