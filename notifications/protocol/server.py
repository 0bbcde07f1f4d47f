"""Frames about a person's inbox."""

from msgspec import Struct


class InboxChanged(Struct, tag="inbox"):
    """To the person's own devices: something came, or was marked. `unread`: how much is not done. `disturbs`: the ids of messages that
    have come and of which devices tell at once."""

    unread: int
    me: int
    disturbs: list[int]


InboxFrame = InboxChanged
