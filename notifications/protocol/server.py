"""Frames about a person's inbox."""

from msgspec import Struct


class InboxChanged(Struct, tag="inbox"):
    """To the person's own devices: something came, or was marked. `unread`: how much is not done."""

    unread: int
    me: int


InboxFrame = InboxChanged
