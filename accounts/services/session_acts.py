"""What the audit log says of sessions that end."""

from collections import Counter
from collections.abc import Sequence

from accounts.models import Session, User
from core.audit.recording import NewAct, record_all

End = Session.End
# A new password and a deactivation are acts themselves, and end sessions on the way.
ACTS = {
    End.SIGNED_OUT: "accounts.signed_out",
    End.SIGNED_OUT_ELSEWHERE: "accounts.sessions_ended",
    End.BY_ADMINISTRATOR: "accounts.sessions_ended",
    End.TOKEN_REUSED: "accounts.token_reused",
}
OWN = (End.SIGNED_OUT, End.SIGNED_OUT_ELSEWHERE)


def record_end(sessions: Sequence[Session], end: Session.End, by: User | None) -> None:
    """One act for each person."""
    if end not in ACTS:
        return
    devices = Counter(session.user_id for session in sessions)
    people = {session.user_id: session for session in sessions}
    record_all(_act(people[user_id].user, end, by, number) for user_id, number in devices.items())


def _act(user: User, end: Session.End, by: User | None, devices: int) -> NewAct:
    return NewAct(ACTS[end], by=user if end in OWN else by, on=user, details={"devices": devices})
