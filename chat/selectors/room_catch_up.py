"""How far a client is behind in one room, and the room's part of an answer."""

from collections.abc import Sequence

from msgspec.structs import replace

from chat import payloads
from chat.models import Membership
from chat.selectors.messages import PAGE

# A client farther behind than this loads the newest page instead of every change.
CHANGES_REPLAYED = 500

Change = payloads.Message | payloads.Member


class Behind:
    """A room in which a client is behind. `have` is the client's rev; -1 when nothing that the client has is usable."""

    def __init__(self, membership: Membership, have: int) -> None:
        self.membership, self.room, self.have = membership, membership.room, have
        self.reset = not 0 <= self.room.rev - have <= CHANGES_REPLAYED or have < 0
        self.cost = PAGE if self.reset else self.room.rev - have

    @property
    def before_the_page(self) -> int:
        """The seq after which the newest page begins."""
        return self.room.last_seq - PAGE

    @property
    def room_changed(self) -> bool:
        return self.reset or self.room.room_rev > self.have

    @property
    def postponed(self) -> payloads.Changes:
        """The part for an answer without space for this room. The client asks again; after a reset it begins anew."""
        return payloads.Changes(head=self.room.rev, messages=[], members=[], complete=False, reset=self.reset)

    def part(self, changes: Sequence[Change], room: payloads.RoomSummary | None, *, complete: bool) -> payloads.Changes:
        """The part with these changes, given in any order. `complete`: there are no other changes."""
        changes = sorted(changes, key=lambda change: change.rev)
        if room is not None and not complete:
            # The room's own rev is the head. A client that takes the largest rev it receives must not take this one.
            until = changes[-1].rev
            room = replace(room, rev=until) if self.room.room_rev <= until else None
        return payloads.Changes(
            head=self.room.rev,
            messages=[change for change in changes if isinstance(change, payloads.Message)],
            members=[change for change in changes if isinstance(change, payloads.Member)],
            room=room,
            complete=complete,
            reset=self.reset,
        )
