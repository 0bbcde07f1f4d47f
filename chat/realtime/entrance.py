"""What a socket begins with, read together for all that open at the same moment: after a restart everybody comes back at once."""

from collections.abc import Sequence
from uuid import UUID

from accounts import tokens
from accounts.authentication import Identity
from chat import payloads, selectors
from config.errors import Problem
from config.together import Together

Beginning = tuple[UUID, list[payloads.RoomSummary]]


async def read_beginning(identity: Identity, only_room: int | None) -> Beginning:
    """The epoch, and the rooms of somebody who already listens to what concerns them.

    Raises Problem `session_revoked` or `user_inactive` when their session ended between the check of the token and that, since nobody
    told them; `not_found` for an only room that is not theirs.
    """
    epoch, rooms = await _beginnings.ask(identity)
    if only_room is not None:
        rooms = [room for room in rooms if room.id == only_room]
        if not rooms:
            raise Problem("not_found")
    return epoch, rooms


def beginnings(identities: Sequence[Identity]) -> list[Beginning | Problem]:
    ended = tokens.endings({identity.session_id for identity in identities})
    found = selectors.epochs_and_summaries_of([identity.user for identity in identities])
    return [
        Problem(ended[identity.session_id]) if identity.session_id in ended else beginning
        for identity, beginning in zip(identities, found, strict=True)
    ]


# At most so many people's rooms at once, since the others wait meanwhile.
_beginnings: Together[Identity, Beginning] = Together("read rooms", beginnings, most=50)
