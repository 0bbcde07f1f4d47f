"""What a socket begins with, read together for all that open at the same moment: after a restart everybody comes back at once."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from accounts.authentication import Identity
from accounts.models import Session, User
from accounts.services.sessions import look_again
from chat import payloads, selectors
from core.db.batching import LATER, Later, Together
from core.db.threads import in_database
from core.problems import Problem


class Beginning(NamedTuple):
    """`room_ids`: of all rooms. `rooms`: all of them where it is `complete`, else those that matter most. `me`: an own rev that all of
    this is as new as."""

    user: User
    epoch: UUID
    room_ids: list[int]
    rooms: list[payloads.RoomSummary]
    complete: bool
    me: int


async def read_beginning(identity: Identity, only_room: int | None) -> Beginning:
    """Who somebody is, and their rooms, read while they already listen to what concerns them.

    Raises Problem `session_revoked` or `user_inactive` when their session ended between the check of the token and that, since nobody
    told them; `not_found` for an only room that is not theirs.
    """
    beginning = await _beginnings.ask(identity)
    return beginning if only_room is None else await _limited(beginning, only_room)


async def _limited(beginning: Beginning, only_room: int) -> Beginning:
    rooms = [room for room in beginning.rooms if room.id == only_room]
    if not rooms and only_room in beginning.room_ids:
        rooms = [await in_database(selectors.summary_of, beginning.user, only_room)]
    if not rooms:
        raise Problem("not_found")
    return beginning._replace(room_ids=[only_room], rooms=rooms, complete=True)


def beginnings(identities: Sequence[Identity]) -> list[Beginning | Problem | Later]:
    """Later for who has so many rooms that they are read in the next go."""
    found = selectors.beginnings_of([identity.user for identity in identities])
    # After their own revs: a name that has changed is not older than these.
    sessions = look_again({identity.session_id for identity in identities})
    return [_outcome(sessions[identity.session_id], one) for identity, one in zip(identities, found, strict=True)]


def _outcome(session: Session | Problem, found: selectors.Beginning | None) -> Beginning | Problem | Later:
    if isinstance(session, Problem):
        return session
    return (
        LATER
        if found is None
        else Beginning(session.user, found.epoch, found.ids, found.rooms, found.complete, found.me)
    )


# At most so many people's rooms at once, since the others wait meanwhile.
_beginnings: Together[Identity, Beginning] = Together("read rooms", beginnings, most=50)
