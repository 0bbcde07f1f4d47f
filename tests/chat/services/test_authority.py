"""Who may do what: every verb, for everybody, in a room that is open and in one that is archived."""

from typing import Any

import pytest
from django.db import transaction

from accounts.models import User
from chat.models import Ban, Draft, EarlierText, Membership, Mention, Message, Reaction, Room, RoomInvitation
from chat.services.authority import Administrator
from chat.services.messages import editing
from chat.services.rooms import memberships, rooms
from core.problems import Problem
from tests.chat.hearth import Hearth
from tests.chat.services.verbs import VERBS, Scene, Verb

pytestmark = pytest.mark.django_db

PEOPLE = ("owner", "moderator", "member", "former", "stranger")

OK, NO, GONE, SHUT = "", "forbidden", "not_found", "room_archived"
OPEN: dict[str, tuple[str, ...]] = {
    #                    owner  moderator  member  former  stranger
    "send":               (OK,   OK,   OK,   GONE, GONE),
    "reply in a thread":  (OK,   OK,   OK,   GONE, GONE),
    "edit own":           (OK,   OK,   OK,   GONE, GONE),
    "edit another's":     (NO,   NO,   NO,   GONE, GONE),
    "delete own":         (OK,   OK,   OK,   GONE, GONE),
    "delete another's":   (OK,   OK,   NO,   GONE, GONE),
    "restore":            (OK,   OK,   NO,   GONE, GONE),
    "react":              (OK,   OK,   OK,   GONE, GONE),
    "take back":          (OK,   OK,   OK,   GONE, GONE),
    "pin":                (OK,   OK,   NO,   GONE, GONE),
    "unpin":              (OK,   OK,   NO,   GONE, GONE),
    "see edits":          (OK,   OK,   OK,   GONE, GONE),
    "see a thread":       (OK,   OK,   OK,   GONE, GONE),
    "read":               (OK,   OK,   OK,   GONE, GONE),
    "mark unread":        (OK,   OK,   OK,   GONE, GONE),
    "keep a draft":       (OK,   OK,   OK,   GONE, GONE),
    "stay":               (OK,   OK,   OK,   GONE, GONE),
    "prefer":             (OK,   OK,   OK,   GONE, GONE),
    "invite":             (OK,   OK,   NO,   GONE, GONE),
    "see invitations":    (OK,   OK,   NO,   GONE, GONE),
    "revoke":             (OK,   OK,   NO,   GONE, GONE),
    "close posting":      (OK,   OK,   NO,   GONE, GONE),
    "slow down":          (OK,   OK,   NO,   GONE, GONE),
    "rename":             (OK,   NO,   NO,   GONE, GONE),
    "change topic":       (OK,   OK,   NO,   GONE, GONE),
    "archive":            (OK,   NO,   NO,   GONE, GONE),
    "name a successor":   (OK,   NO,   NO,   GONE, GONE),
    "revive":             (OK,   NO,   NO,   GONE, GONE),
    "add":                (OK,   OK,   OK,   GONE, GONE),
    "remove a member":    (OK,   OK,   NO,   GONE, GONE),
    "remove a moderator": (OK,   NO,   NO,   GONE, GONE),
    "remove an owner":    (OK,   NO,   NO,   GONE, GONE),
    "ban a member":       (OK,   OK,   NO,   GONE, GONE),
    "ban a moderator":    (OK,   NO,   NO,   GONE, GONE),
    "ban an owner":       (OK,   NO,   NO,   GONE, GONE),
    "ban who left":       (OK,   OK,   NO,   GONE, GONE),
    "lift a ban":         (OK,   OK,   NO,   GONE, GONE),
    "see bans":           (OK,   OK,   NO,   GONE, GONE),
    "change a role":      (OK,   NO,   NO,   GONE, GONE),
    "join":               (OK,   OK,   OK,   OK,   OK),
    "leave":              (OK,   OK,   OK,   OK,   GONE),
}  # fmt: skip
PRIVATE = {
    **OPEN,
    "add":  (OK,   OK,   NO,   GONE, GONE),
    "join": (OK,   OK,   OK,   GONE, GONE),
}  # fmt: skip
ARCHIVED = {
    **OPEN,
    "send":           (SHUT, SHUT, SHUT, GONE, GONE),
    "reply in a thread": (SHUT, SHUT, SHUT, GONE, GONE),
    "edit own":       (SHUT, SHUT, SHUT, GONE, GONE),
    "react":          (SHUT, SHUT, SHUT, GONE, GONE),
    "take back":      (SHUT, SHUT, SHUT, GONE, GONE),
    "pin":            (SHUT, SHUT, NO,   GONE, GONE),
    "unpin":          (SHUT, SHUT, NO,   GONE, GONE),
    "invite":         (SHUT, SHUT, NO,   GONE, GONE),
    "close posting":  (SHUT, SHUT, NO,   GONE, GONE),
    "slow down":      (SHUT, SHUT, NO,   GONE, GONE),
    "rename":         (SHUT, NO,   NO,   GONE, GONE),
    "change topic":   (SHUT, SHUT, NO,   GONE, GONE),
    "add":            (SHUT, SHUT, SHUT, GONE, GONE),
    "change a role":  (SHUT, NO,   NO,   GONE, GONE),
    "join":           (OK,   OK,   OK,   SHUT, SHUT),
}  # fmt: skip


def outcome(verb: Verb, scene: Scene, user: User) -> str:
    """The code of the refusal, if it is one. Whatever the verb did is undone."""
    with transaction.atomic():
        before = stored(scene)
        try:
            verb(scene, user)
        except Problem as problem:
            assert stored(scene) == before, "refused, but something changed"
            return problem.code
        finally:
            transaction.set_rollback(True)
    return OK


def stored(scene: Scene) -> tuple[list[Any], ...]:
    tables: tuple[Any, ...] = (
        Room,
        Membership,
        Message,
        Mention,
        Reaction,
        EarlierText,
        RoomInvitation,
        Draft,
        Ban,
    )
    return tuple(list(table.objects.order_by("pk").values()) for table in tables)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(
    ("kind", "archived", "table"),
    [("public", False, OPEN), ("private", False, PRIVATE), ("public", True, ARCHIVED)],
    ids=["public", "private", "archived"],
)
def test_who_may_do_what(kind: str, archived: bool, table: dict[str, tuple[str, ...]], verb: str) -> None:
    scene = Scene(kind)
    if archived:
        scene.archive()
    outcomes = {person: outcome(VERBS[verb], scene, scene.person(person)) for person in PEOPLE}
    assert outcomes == dict(zip(PEOPLE, table[verb], strict=True))


def test_the_table_is_complete() -> None:
    assert OPEN.keys() == PRIVATE.keys() == ARCHIVED.keys() == VERBS.keys()


@pytest.mark.parametrize("person", ["owner", "stranger"])
def test_an_administrator_may_moderate_any_room(hearth: Hearth, person: str) -> None:
    """Member or not; of what only people in a room do, nothing."""
    administrator = Administrator(hearth.person(person))
    message = hearth.say("out of place", hearth.member)
    assert editing.delete(by=administrator, message=message).is_deleted
    rooms.change(by=administrator, room_id=hearth.id, name="Kotatsu")
    memberships.remove(by=administrator, room_id=hearth.id, user_id=hearth.member.pk)
    assert (hearth.room.name, hearth.membership(hearth.member).is_current) == ("Kotatsu", False)


def test_an_administrator_finds_no_room_that_is_not_there(hearth: Hearth) -> None:
    with pytest.raises(Problem, match="not_found"):
        rooms.change(by=Administrator(hearth.stranger), room_id=hearth.id + 1, name="Kotatsu")
