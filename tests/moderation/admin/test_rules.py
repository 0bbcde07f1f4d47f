"""Rules of the site, held messages and first messages in the admin: by the right for each, through the services."""

from typing import Any

import pytest
from django.test import Client

from chat.models import Room
from core.audit.models import Act
from moderation.models import FirstMessages, HeldMessage, Rule
from tests.chat.admin.pages import signed_in, staff_with
from tests.chat.hearth import Hearth
from tests.moderation.ruled import hold, rule, send, site_rule, staff

pytestmark = pytest.mark.django_db

RULE, HELD, FIRST = "/admin/moderation/rule/", "/admin/moderation/heldmessage/", "/admin/moderation/firstmessages/"
FORM = {"room": "", "kind": "word", "pattern": "casino", "action": "refuse", "note": "nowhere"}


@pytest.fixture
def chief() -> Client:
    return signed_in(staff())


def act(client: Client, action: str, *rows: int) -> Any:
    return client.post(HELD, {"action": action, "_selected_action": [*map(str, rows)]}, follow=True)


def test_a_rule_of_the_site(chief: Client, hearth: Hearth) -> None:
    assert [chief.post(f"{RULE}add/", FORM).status_code for _ in range(2)] == [302, 302]
    made = Rule.objects.get()
    assert (made.room, made.created_by) == (None, staff())
    assert send(hearth, "casino") == ["refused_by_rule"]
    assert chief.post(f"{RULE}{made.pk}/change/", {**FORM, "action": "warn"}).status_code == 302
    assert send(hearth, "casino") == ["warned_by_rule"]
    assert [chief.post(f"{RULE}{made.pk}/delete/", {"post": "yes"}).status_code for _ in range(2)] == [302, 302]
    assert send(hearth, "casino") == ["sent"]
    assert Act.objects.filter(name__startswith="moderation.rule_").count() == 3


def test_a_rule_of_a_room(chief: Client, hearth: Hearth) -> None:
    assert chief.post(f"{RULE}add/", {**FORM, "room": str(hearth.id)}).status_code == 302
    assert send(hearth, "casino") == ["refused_by_rule"]
    assert chief.get(RULE).status_code == 200


@pytest.mark.parametrize("wrong", [{"pattern": "*"}, {"kind": "link"}, {"action": "ban"}, {"room": "999999"}])
def test_what_is_no_rule_is_said_in_the_form(chief: Client, wrong: dict[str, str]) -> None:
    answer = chief.post(f"{RULE}add/", {**FORM, **wrong})
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors
    assert not Rule.objects.exists()


def test_the_same_pattern_with_another_action(chief: Client) -> None:
    site_rule()
    answer = chief.post(f"{RULE}add/", {**FORM, "action": "warn"})
    assert "There is a rule for this already" in answer.content.decode()


def test_many_rules_are_deleted_together(chief: Client, hearth: Hearth) -> None:
    rows = [site_rule(), rule(hearth), site_rule("poker")]
    data = {"action": "delete_selected", "post": "yes", "_selected_action": [str(row.pk) for row in rows]}
    assert chief.post(RULE, data).status_code == 302
    assert not Rule.objects.exists()


def test_held_messages_are_released_and_refused(chief: Client, hearth: Hearth) -> None:
    site_rule("casino", "hold")
    first, second, third = (hold(hearth, f"casino {number}").id for number in range(3))
    page = chief.get(HELD).content.decode()
    assert all(f"casino {number}" in page for number in range(3))
    act(chief, "release", third, first)
    act(chief, "refuse", second)
    assert [message.text for message in hearth.room.messages.order_by("seq")] == ["casino 0", "casino 2"]
    assert HeldMessage.objects.get(pk=second).state == "refused"
    assert act(chief, "release", second).status_code == 200  # it is not on the page any more
    assert chief.get(HELD).context["cl"].result_count == 0


def test_what_cannot_be_released_is_said(chief: Client, hearth: Hearth) -> None:
    site_rule("casino", "hold")
    held = hold(hearth).id
    hearth.archive()
    assert "Nothing was changed" in act(chief, "release", held).content.decode()
    assert HeldMessage.objects.get(pk=held).is_waiting


def test_what_a_private_rooms_own_rules_hold_is_for_its_moderators(chief: Client) -> None:
    hearth = Hearth(Room.Kind.PRIVATE)
    rule(hearth, "casino")
    site_rule("poker", "hold")
    own, of_site = hold(hearth, "my casino").id, hold(hearth, "my poker").id
    page = chief.get(HELD)
    assert [row.pk for row in page.context["cl"].result_list] == [of_site]
    assert chief.get(f"{HELD}{own}/change/").status_code == 302
    act(chief, "release", own)
    assert HeldMessage.objects.get(pk=own).is_waiting


def test_first_messages(chief: Client) -> None:
    page = chief.get(FIRST, follow=True)
    assert page.redirect_chain == [(f"{FIRST}1/change/", 302)]
    assert chief.post(f"{FIRST}1/change/", {"count": "3"}).status_code == 302
    assert FirstMessages.objects.get().count == 3
    assert chief.post(f"{FIRST}1/change/", {"count": "-1"}).status_code == 200
    assert Act.objects.filter(name="moderation.first_messages").count() == 1


# What staff with one right may look at, and what they may do.
RIGHTS = {
    "view_rule": ({RULE}, set()),
    "add_rule": (set(), {"add"}),
    "change_rule": ({RULE}, set()),
    "delete_rule": (set(), {"delete"}),
    "view_heldmessage": ({HELD}, set()),
    "change_heldmessage": ({HELD}, {"release"}),
    "view_firstmessages": ({FIRST}, set()),
    "change_firstmessages": ({FIRST}, {"first"}),
    "delete_message": (set(), set()),
}


@pytest.mark.parametrize("right", RIGHTS)
def test_each_right_alone(hearth: Hearth, right: str) -> None:
    made = site_rule("casino", "hold")
    held = hold(hearth).id
    FirstMessages.objects.create()
    client = signed_in(staff_with(right))
    seen, done = RIGHTS[right]
    assert {path for path in (RULE, HELD, FIRST) if client.get(path, follow=True).status_code == 200} == seen
    client.post(f"{RULE}add/", {**FORM, "pattern": "poker"})
    client.post(f"{FIRST}1/change/", {"count": "3"})
    client.post(HELD, {"action": "release", "_selected_action": [str(held)]})
    client.post(f"{RULE}{made.pk}/delete/", {"post": "yes"})
    happened = {
        "add": Rule.objects.filter(pattern="poker").exists(),
        "first": FirstMessages.objects.get().count == 3,
        "release": not HeldMessage.objects.get(pk=held).is_waiting,
        "delete": not Rule.objects.filter(pk=made.pk).exists(),
    }
    assert {name for name, has in happened.items() if has} == done
