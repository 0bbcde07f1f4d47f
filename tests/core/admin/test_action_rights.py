"""Each action on a list of the admin, and the rights that it takes: all of these, and none of them is enough alone."""

import re
from collections.abc import Iterable, Mapping

import pytest
from django.contrib import admin as site
from django.contrib.auth.models import Permission
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User
from tests.accounts.admin.pages import signed_in
from tests.core.admin.action_rows import ROWS, people, permitted
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db

# Of rows that an action is sent with.
NUMBER = 7

# By list and action. An action that stands here in no line is a mistake.
RIGHTS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("auth.group", "delete_selected"): ("auth.delete_group",),
    ("accounts.invitation", "revoke"): ("accounts.add_invitation",),
    ("accounts.user", "activate"): ("accounts.change_user",),
    ("accounts.user", "deactivate"): ("accounts.change_user",),
    ("accounts.user", "sign_out_everywhere"): ("accounts.change_user",),
    ("accounts.user", "reset_second_factor"): ("accounts.change_user",),
    ("accounts.user", "mute_people"): ("accounts.view_user", "moderation.add_mute"),
    ("accounts.user", "ban_people"): ("accounts.view_user", "moderation.add_siteban"),
    ("accounts.session", "revoke"): ("accounts.change_session",),
    ("chat.ban", "delete_selected"): ("chat.delete_ban",),
    ("chat.roominvitation", "delete_selected"): ("chat.delete_roominvitation",),
    ("chat.membership", "delete_selected"): ("chat.delete_membership",),
    ("chat.membership", "remove"): ("chat.delete_membership",),
    ("chat.membership", "ban"): ("chat.delete_membership", "chat.add_ban"),
    ("chat.membership", "change_role"): ("chat.change_membership",),
    ("chat.membership", "mute_members"): ("chat.view_membership", "moderation.add_mute"),
    ("chat.message", "delete_selected"): ("chat.delete_message",),
    ("chat.message", "restore"): ("chat.delete_message",),
    ("chat.room", "archive"): ("chat.change_room",),
    ("chat.room", "unarchive"): ("chat.change_room",),
    ("chat.room", "make_default"): ("chat.change_room",),
    ("chat.room", "end_default"): ("chat.change_room",),
    ("files.file", "delete_selected"): ("files.delete_file",),
    ("jobs.job", "delete_selected"): ("jobs.delete_job",),
    ("jobs.job", "run_again"): ("jobs.change_job",),
    ("moderation.heldmessage", "release"): ("moderation.change_heldmessage",),
    ("moderation.heldmessage", "refuse"): ("moderation.change_heldmessage",),
    ("moderation.mute", "delete_selected"): ("moderation.delete_mute",),
    ("moderation.report", "claim"): ("moderation.change_report",),
    ("moderation.report", "release"): ("moderation.change_report",),
    ("moderation.report", "nothing"): ("moderation.change_report",),
    ("moderation.rule", "delete_selected"): ("moderation.delete_rule",),
    ("moderation.siteban", "delete_selected"): ("moderation.delete_siteban",),
}


def offered(*rights: str) -> set[tuple[str, str]]:
    """What somebody of the staff with these rights alone is offered, on all lists."""
    user = a_user(f"staff{User.objects.count()}", is_staff=True)
    for right in rights:
        app_label, codename = right.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app_label, codename=codename))
    return _offered(User.objects.get(pk=user.pk))


def _offered(user: User) -> set[tuple[str, str]]:
    request = HttpRequest()
    request.user = user
    return {
        (model._meta.label_lower, name)
        for model, pages in site.site._registry.items()
        for name in pages.get_actions(request)
    }


def test_every_action_is_in_the_table() -> None:
    assert _offered(a_user("chief", is_staff=True, is_superuser=True)) == set(RIGHTS)


@pytest.mark.parametrize("rights", sorted(set(RIGHTS.values())), ids=", ".join)
def test_these_rights_offer_their_actions_and_no_other(rights: tuple[str, ...]) -> None:
    assert offered(*rights) == {action for action, needed in RIGHTS.items() if set(needed) <= set(rights)}


def test_looking_at_everything_offers_none() -> None:
    views = Permission.objects.filter(codename__startswith="view_").select_related("content_type")
    assert offered(*(f"{each.content_type.app_label}.{each.codename}" for each in views)) == set()


def test_outsiders_are_offered_none() -> None:
    assert _offered(a_user("kenji")) == set()


# Other rows than ROWS has: only a superuser changes people of the staff.
PLAIN = {("accounts.user", "deactivate"): people, ("accounts.user", "sign_out_everywhere"): people}


def runs(action: tuple[str, str], rights: Iterable[str]) -> bool:
    """Whether somebody of the staff with these rights alone runs the action by sending its form."""
    label, name = action
    make, more = ROWS[action]
    rows = PLAIN.get(action, make)(NUMBER)
    client = signed_in(permitted(people(1, is_staff=True)[0], rights))
    chosen = {"action": name, "_selected_action": [str(row.pk) for row in rows], "asked": "1", **more}
    answer = client.post(reverse(f"admin:{label.replace('.', '_')}_changelist"), chosen, follow=True)
    said = " ".join(str(message) for message in (answer.context or {}).get("messages", ()))
    return bool(re.search(rf"\b{NUMBER}\b", said))


def view_of(label: str) -> str:
    return "{}.view_{}".format(*label.split("."))


@pytest.mark.parametrize("action", RIGHTS, ids=" ".join)
def test_sending_its_form_takes_these_rights(action: tuple[str, str]) -> None:
    assert runs(action, {*RIGHTS[action], view_of(action[0])})


@pytest.mark.parametrize("action", RIGHTS, ids=" ".join)
def test_all_other_rights_do_not_make_up_for_one(action: tuple[str, str]) -> None:
    every = {
        f"{each.content_type.app_label}.{each.codename}" for each in Permission.objects.select_related("content_type")
    }
    for missing in RIGHTS[action]:
        assert not runs(action, every - {missing}), missing
