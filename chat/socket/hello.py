"""The beginning of a socket, read in one batch for all sockets that open at the same moment: after a restart all
clients come back at once."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from accounts.authentication import Identity
from accounts.models import Session, User
from accounts.services.sessions import look_again
from chat import payloads, selectors
from chat.payloads.summary_parts import encode
from core.db.batching import LATER, Later, Together
from core.db.threads import in_database
from core.problems import Problem


class Beginning(NamedTuple):
    """`revs`: the revs of all rooms by id. `rooms`: summaries in JSON, of all rooms and in the order of `revs` when
    `complete`, else of the most important ones. `me`: an own rev; everything here is at least as new."""

    user: User
    epoch: UUID
    revs: dict[int, int]
    rooms: list[bytes]
    complete: bool
    me: int
    sections: list[payloads.Section]

    @property
    def room_ids(self) -> list[int]:
        return list(self.revs)


async def read_beginning(identity: Identity, only_room: int | None) -> Beginning:
    """Read a user and their rooms. The socket already listens to the user's group.

    Raises Problem `session_revoked` or `user_inactive` when the session ended after its token was checked and before
    the socket listened. Raises `not_found` for an `only_room` that is not the user's.
    """
    beginning = await _beginnings.ask(identity)
    return beginning if only_room is None else await _limited(beginning, only_room)


async def _limited(beginning: Beginning, only_room: int) -> Beginning:
    if only_room not in beginning.revs:
        raise Problem("not_found")
    if beginning.complete:
        rev, text = beginning.revs[only_room], beginning.rooms[beginning.room_ids.index(only_room)]
    else:
        summary = await in_database(selectors.summary_of, beginning.user, only_room)
        rev, text = summary.rev, encode(summary)
    return beginning._replace(revs={only_room: rev}, rooms=[text], complete=True)


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
        else Beginning(session.user, found.epoch, found.revs, found.rooms, found.complete, found.me, found.sections)
    )


# At most 50 people in a batch, because the others wait meanwhile.
_beginnings: Together[Identity, Beginning] = Together("read rooms", beginnings, most=50)
