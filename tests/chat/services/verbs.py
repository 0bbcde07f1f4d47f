"""Every verb of a room, as a call for a person in a scene that has something to do it to."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils import timezone

from accounts.models import User
from chat import selectors
from chat.models import Message
from chat.services.authority import Member
from chat.services.messages import editing, pins, reactions, restoring
from chat.services.personal import drafts, read_markers, reading
from chat.services.personal.preferences import prefer
from chat.services.rooms import bans, invitations, joining, memberships, rooms
from tests.chat.hearth import Hearth, Role
from tests.support.in_process import a_user

Verb = Callable[["Scene", User], Any]


class Scene(Hearth):
    """The room with a message of everybody, and with somebody of every role to do something to."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.targets = {role: a_user(f"target-{role}") for role in Role.values}
        ids = [target.pk for target in self.targets.values()]
        # By another than before: the owner does not add back who has just left.
        memberships.add(by=Member(self.moderator), room_id=self.id, user_ids=[*ids, self.former.pk])
        for role, target in self.targets.items():
            self.set_role(target, role)
        self.others = self.say("of somebody else", self.targets["member"])
        self.deleted = editing.delete(by=Member(self.owner), message=self.say("rude", self.targets["member"]))
        people = map(self.person, ("owner", "moderator", "member", "former"))
        self.own = {person: self.say("of my own", person) for person in people}
        memberships.leave(by=self.former, room_id=self.id)
        self.gone, self.banned = a_user("gone"), a_user("banned")
        bans.ban(by=Member(self.owner), room_id=self.id, user_id=self.banned.pk)
        invited = invitations.invite(by=Member(self.owner), room_id=self.id, lifetime=None, uses=None)
        self.invitation = invited.invitation
        self.successor = rooms.create(owner=a_user("host"), name="Kotatsu")

    def own_message(self, user: User) -> Message:
        """A stranger has none here, so any will do to be refused."""
        return self.own.get(user, self.others)


def delete(scene: Scene, user: User, message: Message) -> None:
    found = Member(user).message(message.pk)
    editing.delete(by=Member(user), message=found)


def restore(scene: Scene, user: User) -> None:
    restoring.restore(by=Member(user), message=Member(user).message(scene.deleted.pk))


def remove(scene: Scene, user: User, *, role: str) -> None:
    memberships.remove(by=Member(user), room_id=scene.id, user_id=scene.targets[role].pk)


def ban(scene: Scene, user: User, *, role: str) -> None:
    bans.ban(by=Member(user), room_id=scene.id, user_id=scene.targets[role].pk)


def add(scene: Scene, user: User) -> None:
    memberships.add(by=Member(user), room_id=scene.id, user_ids=[a_user("newcomer").pk])


def change_role(scene: Scene, user: User) -> None:
    target = scene.targets["member"].pk
    memberships.change_role(by=Member(user), room_id=scene.id, user_id=target, role=Role.MODERATOR)


def change(scene: Scene, user: User, **changes: Any) -> None:
    rooms.change(by=Member(user), room_id=scene.id, **changes)


def revoke(scene: Scene, user: User) -> None:
    invitations.revoke(by=Member(user), room_id=scene.id, invitation_id=scene.invitation.pk)


def edits(scene: Scene, user: User) -> None:
    selectors.edits_of(Member(user).message(scene.others.pk))


def thread(scene: Scene, user: User) -> None:
    selectors.thread(Member(user).root_of_thread(scene.others.pk))


VERBS: dict[str, Verb] = {
    "send": lambda scene, user: scene.say("hello", user),
    "reply in a thread": lambda scene, user: scene.say("hello", user, thread=scene.others.pk),
    "edit own": lambda scene, user: editing.edit(by=user, message_id=scene.own_message(user).pk, text="better"),
    "edit another's": lambda scene, user: editing.edit(by=user, message_id=scene.others.pk, text="worse"),
    "delete own": lambda scene, user: delete(scene, user, scene.own_message(user)),
    "delete another's": lambda scene, user: delete(scene, user, scene.others),
    "restore": restore,
    "react": lambda scene, user: reactions.add(by=user, message_id=scene.others.pk, emoji="🍵"),
    "take back": lambda scene, user: reactions.remove(by=user, message_id=scene.others.pk, emoji="🍵"),
    "pin": lambda scene, user: pins.pin(by=user, message_id=scene.others.pk),
    "unpin": lambda scene, user: pins.unpin(by=user, message_id=scene.others.pk),
    "see edits": edits,
    "see a thread": thread,
    "read": lambda scene, user: reading.advance(by=user, room_id=scene.id, seq=1),
    "mark unread": lambda scene, user: read_markers.mark_unread(by=user, room_id=scene.id, seq=1),
    "stay": lambda scene, user: memberships.stay(by=user, room_id=scene.id),
    "keep a draft": lambda scene, user: drafts.keep(by=user, room_id=scene.id, text="hel", at=timezone.now()),
    "prefer": lambda scene, user: prefer(by=user, room_id=scene.id, muted=True),
    "invite": lambda scene, user: invitations.invite(by=Member(user), room_id=scene.id, lifetime=None, uses=None),
    "see invitations": lambda scene, user: selectors.invitations_to(Member(user).moderated_room(scene.id)),
    "revoke": revoke,
    "close posting": partial(change, posting="moderators"),
    "slow down": partial(change, slow_seconds=30),
    "rename": partial(change, name="Kotatsu"),
    "change topic": partial(change, topic="Warm feet"),
    "archive": partial(change, archived=True),
    "name a successor": lambda scene, user: rooms.change(
        by=Member(user), room_id=scene.id, archived=True, successor=scene.successor.pk
    ),
    "revive": partial(change, archived=False),
    "add": add,
    "remove a member": partial(remove, role="member"),
    "remove a moderator": partial(remove, role="moderator"),
    "remove an owner": partial(remove, role="owner"),
    "change a role": change_role,
    "ban a member": partial(ban, role="member"),
    "ban a moderator": partial(ban, role="moderator"),
    "ban an owner": partial(ban, role="owner"),
    "ban who left": lambda scene, user: bans.ban(by=Member(user), room_id=scene.id, user_id=scene.gone.pk),
    "lift a ban": lambda scene, user: bans.lift(by=Member(user), room_id=scene.id, user_id=scene.banned.pk),
    "see bans": lambda scene, user: selectors.bans_of(Member(user).moderated_room(scene.id)),
    "join": lambda scene, user: joining.join(by=user, room_id=scene.id),
    "leave": lambda scene, user: memberships.leave(by=user, room_id=scene.id),
}
