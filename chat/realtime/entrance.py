"""What a socket begins with, read together for all that open at the same moment: after a restart everybody comes back at once."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from accounts import tokens
from accounts.authentication import Identity
from accounts.models import User
from chat import payloads, selectors
from config.errors import Problem
from config.together import Together


class Beginning(NamedTuple):
    user: User
    epoch: UUID
    rooms: list[payloads.RoomSummary]


async def read_beginning(identity: Identity, only_room: int | None) -> Beginning:
    """Who somebody is, and their rooms, read while they already listen to what concerns them.

    Raises Problem `session_revoked` or `user_inactive` when their session ended between the check of the token and that, since nobody
    told them; `not_found` for an only room that is not theirs.
    """
    beginning = await _beginnings.ask(identity)
    if only_room is not None:
        rooms = [room for room in beginning.rooms if room.id == only_room]
        if not rooms:
            raise Problem("not_found")
        return beginning._replace(rooms=rooms)
    return beginning


def beginnings(identities: Sequence[Identity]) -> list[Beginning | Problem]:
    sessions = tokens.look_again({identity.session_id for identity in identities})
    found = selectors.epochs_and_summaries_of([identity.user for identity in identities])
    return [
        session if isinstance(session, Problem) else Beginning(session.user, *epoch_and_rooms)
        for session, epoch_and_rooms in zip(
            (sessions[identity.session_id] for identity in identities), found, strict=True
        )
    ]


# At most so many people's rooms at once, since the others wait meanwhile.
_beginnings: Together[Identity, Beginning] = Together("read rooms", beginnings, most=50)
