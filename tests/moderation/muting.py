"""Mute people of the hearth, and see what comes of it."""

import uuid
from collections.abc import Callable
from typing import Any

from accounts.models import User
from chat.services.authority import Administrator, Authority, Member
from chat.services.messages.storing import NewMessage, send_together
from core.problems import Problem
from moderation.models import Mute
from moderation.services import mutes
from tests.moderation.scene import PERMISSIONS, Reported, permit


def mute(hearth: Reported, by: User | None = None, seconds: int | None = 600, **more: Any) -> Mute:
    more = {"room_id": hearth.id, "user_id": hearth.member.pk} | more
    return mutes.mute(by=Member(by or hearth.moderator), seconds=seconds, **more)


def everywhere(hearth: Reported, seconds: int | None = 600, **more: Any) -> Mute:
    more = {"user_id": hearth.member.pk} | more
    return mutes.mute(by=Administrator(hearth.staff), room_id=None, seconds=seconds, **more)


def lift(hearth: Reported, by: User | None = None, room_id: int | None = 0) -> None:
    staff = permit(hearth.staff, *PERMISSIONS, "delete_mute")
    authority: Authority = Administrator(staff) if room_id is None else Member(by or hearth.moderator)
    mutes.lift(by=authority, room_id=hearth.id if room_id == 0 else room_id, user_id=hearth.member.pk)


def code_of(call: Callable[[], object]) -> str:
    try:
        call()
    except Problem as problem:
        return problem.code
    return ""


def sending(hearth: Reported, user: User | None = None, room_id: int | None = None) -> str:
    new = NewMessage(user or hearth.member, room_id or hearth.id, uuid.uuid4(), "hello")
    (outcome,) = send_together([new])
    return outcome.code if isinstance(outcome, Problem) else ""
