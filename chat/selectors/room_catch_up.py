"""How far a client is behind in one room, and the part of an answer that brings it on."""

from collections.abc import Sequence

from django.db.models import Q
from msgspec.structs import replace

from chat import payloads
from chat.models import Membership
from chat.selectors.messages import PAGE

# A client farther behind than this loads the newest page instead of every change.
CHANGES_REPLAYED = 500

Change = payloads.Message | payloads.Member


class Behind:
    """One room that a client has to catch up with, from the rev it has (-1: nothing it has is of use)."""

    def __init__(self, membership: Membership, have: int) -> None:
        self.membership, self.room, self.have = membership, membership.room, have
        self.reset = not 0 <= self.room.rev - have <= CHANGES_REPLAYED or have < 0
        self.cost = PAGE if self.reset else self.room.rev - have

    @property
    def changed(self) -> Q:
        return Q(room=self.room, rev__gt=self.have)

    @property
    def messages(self) -> Q:
        return Q(room=self.room, seq__gt=self.room.last_seq - PAGE) if self.reset else self.changed

    @property
    def room_changed(self) -> bool:
        return self.reset or self.room.room_rev > self.have

    @property
    def postponed(self) -> payloads.Changes:
        """For an answer that has no place for it: to be asked for once more, after a reset from the beginning."""
        return payloads.Changes(head=self.room.rev, messages=[], members=[], complete=False, reset=self.reset)

    def part(self, changes: Sequence[Change], room: payloads.RoomSummary | None, *, complete: bool) -> payloads.Changes:
        """These changes, in any order: all there are where it is `complete`."""
        changes = sorted(changes, key=lambda change: change.rev)
        if room is not None and not complete:
            # The room's own rev is its head, and whoever takes the largest rev they receive must not take this one.
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
