"""The hearth with somebody who is rude in it, and somebody who looks after the whole site."""

from typing import Any

from django.contrib.auth.models import Permission

from accounts.models import User
from chat.models import Message, Room
from chat.services.authority import Member
from chat.services.rooms import direct, memberships
from moderation.models import Report
from moderation.services import reporting
from tests.chat.hearth import Hearth
from tests.support.in_process import Answer, Api, a_user

PERMISSIONS = (
    "change_report",
    "view_report",
    "delete_message",
    "delete_membership",
    "add_ban",
    "change_room",
    "add_mute",
    "add_siteban",
)


def permit(user: User, *codenames: str) -> User:
    """The person again, as staff with exactly these permissions."""
    User.objects.filter(pk=user.pk).update(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return User.objects.get(pk=user.pk)


class Reported(Hearth):
    """aoi says something rude; rin is staff and in no room."""

    def __init__(self, kind: str = Room.Kind.PUBLIC) -> None:
        super().__init__(kind)
        self.rude = a_user("aoi", display_name="葵")
        memberships.add(by=Member(self.owner), room_id=self.id, user_ids=[self.rude.pk])
        self.staff = permit(a_user("rin"), *PERMISSIONS)

    def insult(self, text: str = "you are all cold tea", author: User | None = None) -> Message:
        return self.say(text, author or self.rude)

    def report(self, by: User | None = None, **target: Any) -> Report:
        """Of the member, about an insult where nothing else is said."""
        target = target or {"message": self.insult().pk}
        return reporting.report(by=by or self.member, reason="abuse", text="too much", **target).report

    def target(self, kind: str) -> dict[str, Any]:
        """What a report names of the rude person or the room."""
        return {kind: {"user": self.rude.pk, "room": self.id}[kind]}

    def direct_with(self, other: User) -> int:
        """The id of the direct room of the member and somebody else."""
        return direct.open_direct(by=self.member, others=[other.pk]).room.pk

    def state_of(self, report: Report) -> Report:
        """As it is stored now."""
        return Report.objects.get(pk=report.pk)


def decide(hearth: Reported, report: Report, decision: str, by: str = "moderator", **more: Any) -> Answer:
    return Api(hearth.person(by)).patch(f"reports/{report.pk}/", {"decision": decision, **more})


def is_member(hearth: Reported) -> bool:
    return hearth.membership(hearth.rude).is_current


def is_banned(hearth: Reported) -> bool:
    return hearth.room.bans.filter(user=hearth.rude).exists()


def message_of(report: Report) -> Message:
    return Message.objects.get(pk=report.target)
