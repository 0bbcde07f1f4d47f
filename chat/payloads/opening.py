"""What somebody who comes to a room sees first."""

from msgspec import Struct

from chat.payloads.messages import History
from chat.payloads.rooms import RoomSummary


class Opening(Struct, frozen=True):
    """A room and a page of it, which was read after the room: it is never older than the room's `rev`.

    `around`: the seq that the page is around; null where it is the newest page.
    """

    room: RoomSummary
    around: int | None
    page: History
