"""What a decision does: each is the service that does it without a report, too."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from accounts.models import User
from chat.services.authority import Administrator, Authority, Member
from chat.services.messages import editing
from chat.services.rooms import bans, memberships, rooms
from core.problems import Problem
from moderation.models import Report
from moderation.selectors.reports import decides_everywhere
from moderation.services import mutes, site_bans

Decision, Kind = Report.Decision, Report.Kind


class Consequence(NamedTuple):
    """`permission`: what staff need beside that to decide reports; moderators act by their role in the room."""

    permission: str
    carry_out: Callable[[Authority, Report, int | None], object]


def decisions_on(report: Report, by: User) -> list[str]:
    """What may be decided, as far as the kind of the report and the person's permissions say."""
    possible = _possible(report)
    if report.user_id == by.pk:
        return []
    if report.for_room and not decides_everywhere(by):
        return [Decision.NOTHING, *possible]
    return [Decision.NOTHING, *(decision for decision, each in possible.items() if by.has_perm(each.permission))]


def carry_out(*, by: User, report: Report, decision: str, seconds: int | None) -> None:
    """`seconds`: how long a mute lasts. Raises Problem `invalid` for a decision that is none on this kind of report, and the
    Problems of the service that carries it out."""
    if decision == Decision.NOTHING:
        return
    consequence = _possible(report).get(decision)
    if consequence is None:
        raise Problem("invalid", fields={"decision": ["invalid_choice"]})
    consequence.carry_out(_authority(by, report, consequence), report, seconds)


def _authority(by: User, report: Report, consequence: Consequence) -> Authority:
    if decides_everywhere(by) and by.has_perm(consequence.permission):
        return Administrator(by)
    member = Member(by)
    # Staff who may not do it everywhere may do what their role in the room allows.
    if report.for_room and member.membership_if_any(report.room_id or 0):
        return member
    raise Problem("forbidden", "Deciding so takes a permission that this account does not have.")


def _delete(by: Authority, report: Report, seconds: int | None) -> None:
    # The report was found for this person, and so its message is theirs to delete.
    if report.message:
        editing.delete(by=by, message=report.message)


def _remove(by: Authority, report: Report, seconds: int | None) -> None:
    if report.room_id and report.user_id:
        memberships.remove(by=by, room_id=report.room_id, user_id=report.user_id)


def _mute(by: Authority, report: Report, seconds: int | None) -> None:
    """In the room where its moderators decide, and otherwise on the whole site."""
    if report.user_id and (report.room_id or not report.for_room):
        room = report.room_id if report.for_room else None
        mutes.mute(by=by, room_id=room, user_id=report.user_id, seconds=seconds, reason=_reason(report))


def _ban(by: Authority, report: Report, seconds: int | None) -> None:
    if report.room_id and report.user_id:
        bans.ban(by=by, room_id=report.room_id, user_id=report.user_id, reason=_reason(report))


def _ban_from_site(by: Authority, report: Report, seconds: int | None) -> None:
    if report.user_id:
        site_bans.ban(by=by.user, user_id=report.user_id, reason=_reason(report))


def _reason(report: Report) -> str:
    return str(report.get_reason_display())


def _archive(by: Authority, report: Report, seconds: int | None) -> None:
    if report.room_id:
        rooms.change(by=by, room_id=report.room_id, archived=True)


DELETE = Consequence("chat.delete_message", _delete)
MUTE = Consequence(mutes.PERMISSION, _mute)
IN_ROOM: Mapping[str, Consequence] = {
    Decision.DELETE: DELETE,
    Decision.MUTE: MUTE,
    Decision.REMOVE: Consequence("chat.delete_membership", _remove),
    Decision.BAN: Consequence("chat.add_ban", _ban),
}
OF_PERSON: Mapping[str, Consequence] = {
    Decision.MUTE: MUTE,
    Decision.BAN: Consequence(site_bans.PERMISSION, _ban_from_site),
}
IN_DIRECT_ROOM: Mapping[str, Consequence] = {Decision.DELETE: DELETE, **OF_PERSON}
OF_ROOM: Mapping[str, Consequence] = {Decision.ARCHIVE: Consequence("chat.change_room", _archive)}


def _possible(report: Report) -> Mapping[str, Consequence]:
    match report.kind:
        case Kind.MESSAGE:
            return IN_ROOM if report.for_room else IN_DIRECT_ROOM
        case Kind.USER:
            return OF_PERSON
    return OF_ROOM
