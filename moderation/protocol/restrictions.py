"""Frames about what somebody may do, and about whom they hide."""

from datetime import datetime

from msgspec import Struct


class MuteChanged(Struct, tag="mute.changed"):
    """To the devices of the person. `room`: null for the whole site. `until`: null where it does not end by itself."""

    room: int | None
    muted: bool
    until: datetime | None
    reason: str
    me: int


class HiddenChanged(Struct, tag="hidden.changed"):
    """To the person's own devices. `user`: the id of whom they hide, or show again."""

    user: int
    hidden: bool
    me: int


RestrictionFrame = MuteChanged | HiddenChanged
