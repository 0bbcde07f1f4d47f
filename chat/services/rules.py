"""What a room's rules allow its ordinary members: to post at all, and how soon again."""

import math
from datetime import datetime

from chat.models import Membership, Room
from config.errors import Problem


def is_slow(room: Room | None) -> bool:
    return room is not None and room.slow_seconds > 0


def admit(role: str, room: Room, *, last_said: datetime | None, now: datetime) -> None:
    """`last_said` counts in slow rooms only. Raises Problem `posting_closed` or `slow_mode`."""
    if role != Membership.Role.MEMBER:
        return
    if room.posting == Room.Posting.MODERATORS:
        raise Problem("posting_closed")
    if is_slow(room) and last_said is not None:
        wait = room.slow_seconds - (now - last_said).total_seconds()
        if wait > 0:
            raise Problem("slow_mode", f"Slow mode: wait {math.ceil(wait)} seconds.", wait=wait)
