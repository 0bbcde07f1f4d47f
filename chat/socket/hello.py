"""The beginning of a socket, read in one batch for all sockets that open at the same moment: after a restart all
clients come back at once."""

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
    """`room_ids`: ids of all rooms. `rooms`: summaries of all rooms when `complete`, else of the most important
    ones. `me`: an own rev; everything here is at least as new."""

    user: User
    epoch: UUID
    room_ids: list[int]
    rooms: list[payloads.RoomSummary]
    complete: bool
    me: int
    sections: list[payloads.Section]


async def read_beginning(identity: Identity, only_room: int | None) -> Beginning:
    """Read a user and their rooms. The socket already listens to the user's group.

    Raises Problem `session_revoked` or `user_inactive` when the session ended after its token was checked and before
    the socket listened. Raises `not_found` for an `only_room` that is not the user's.
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
    """One beginning for each identity. LATER for a user whose rooms the next batch has to read."""
    found = selectors.beginnings_of([identity.user for identity in identities])
    # Sessions are read after the own revs, so no user's name is older than its own rev.
    sessions = look_again({identity.session_id for identity in identities})
    return [_outcome(sessions[identity.session_id], one) for identity, one in zip(identities, found, strict=True)]


def _outcome(session: Session | Problem, found: selectors.Beginning | None) -> Beginning | Problem | Later:
    if isinstance(session, Problem):
        return session
    return (
        LATER
        if found is None
        else Beginning(session.user, found.epoch, found.ids, found.rooms, found.complete, found.me, found.sections)
    )


# At most 50 people in a batch, because the others wait meanwhile.
_beginnings: Together[Identity, Beginning] = Together("read rooms", beginnings, most=50)
