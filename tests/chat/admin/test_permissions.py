"""Staff with each single right against each page of the admin, and what the groups of the staff may."""

from collections.abc import Mapping
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib import admin as site
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from accounts.models import User
from chat.models import Membership, Room
from core.admin.groups import ADMINISTRATOR, MODERATOR, grant
from tests.accounts.admin.pages import signed_in
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
# Pages that show a list to whoever has one of these actions on the model.
SHOWING = frozenset({"view", "change"})
MODELS = [model._meta.label_lower for model in site.site._registry]
# Nobody adds these on their pages: they come about elsewhere.
NEVER_ADDED = frozenset(
    {
        "accounts.session", "accounts.sitelogo", "audit.act", "bulk.bulkaction", "chat.message", "chat.roominvitation",
        "chat.roomusage", "files.file", "files.personusage", "jobs.job", "search.indexedroom",
    }
)  # fmt: skip


def staff(*rights: str) -> Client:
    user = a_user("staff", is_staff=True)
    for right in rights:
        app_label, codename = right.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app_label, codename=codename))
    return signed_in(User.objects.get(pk=user.pk))


def statuses(client: Client, page: str) -> Mapping[str, int]:
    found = {}
    for label in MODELS:
        found[label] = client.get(reverse(f"admin:{label.replace('.', '_')}_{page}")).status_code
    return found


EACH = [
    (model._meta.label_lower, action) for model in site.site._registry for action in model._meta.default_permissions
]


@pytest.mark.parametrize(("label", "action"), EACH)
def test_one_right_opens_its_own_pages_and_no_other(label: str, action: str) -> None:
    app_label, model = label.split(".")
    client = staff(f"{app_label}.{action}_{model}")
    lists = {each for each, status in statuses(client, "changelist").items() if status != 403}
    assert lists <= {label}
    if action in SHOWING:
        assert lists == {label} or (action == "change" and label in NEVER_SHOWN_BY_CHANGE)
    adds = {each for each, status in statuses(client, "add").items() if status == 200}
    assert adds <= ({label} if action == "add" and label not in NEVER_ADDED else set())


# Their pages are only looked at, with the right to view them.
NEVER_SHOWN_BY_CHANGE = frozenset(
    {"audit.act", "bulk.bulkaction", "chat.roomusage", "files.personusage", "search.indexedroom"}
)


def test_staff_without_a_right_opens_nothing() -> None:
    client = staff()
    assert set(statuses(client, "changelist").values()) == {403}
    assert set(statuses(client, "add").values()) == {403}


@pytest.mark.parametrize(
    "right", ["chat.view_membership", "chat.add_ban", "chat.delete_membership", "chat.change_membership"]
)
def test_each_action_needs_its_right(right: str) -> None:
    room = Room.objects.create(name="Hearth", member_count=2)
    row = Membership.objects.create(room=room, user=a_user("kenji"))
    Membership.objects.create(room=room, user=a_user("yuki"), role="owner")
    client = staff(*{"chat.view_membership", right})
    for action in ("remove", "ban", "delete_selected", "change_role"):
        sent = {"action": action, "_selected_action": [row.pk], "post": "yes", "asked": "1", "role": "moderator"}
        client.post("/admin/chat/membership/", sent)
    row.refresh_from_db()
    assert row.is_current == (right != "chat.delete_membership")
    assert row.role == ("moderator" if right == "chat.change_membership" else "member")
    assert not room.bans.exists()


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
        shown = {label for label, status in statuses(self.in_group(MODERATOR), "changelist").items() if status == 200}
        assert shown == {
            "accounts.user", "chat.ban", "chat.membership", "chat.message", "chat.room", "chat.roominvitation", "files.file",
            "moderation.heldmessage", "moderation.mute", "moderation.report", "moderation.rule", "moderation.siteban",
        }  # fmt: skip

    def test_an_administrator_sees_all_but_the_groups(self) -> None:
        shown = statuses(self.in_group(ADMINISTRATOR), "changelist")
        assert {label for label, status in shown.items() if status == 403} == SUPERUSERS_OWN

    def test_every_right_is_one_of_a_page_and_is_granted_once(self) -> None:
        for rights in GROUPS:
            grant(apps, rights)
        assert Group.objects.count() == 2
        for name, rights in RIGHTS.items():
            assert Group.objects.get(name=name).permissions.count() == len(set(rights))
        assert {right.replace("_", ".").split(".")[2] for right in RIGHTS[ADMINISTRATOR]} <= {
            label.split(".")[1] for label in MODELS
        }
