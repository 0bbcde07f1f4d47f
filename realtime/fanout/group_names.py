"""What groups are called, and what travels to them."""

# What travels to a group is a finished frame, which is a JSON object and so begins with "{", or this mark and an event for the consumer.
EVENT_MARK = b"!"

ROOM = "room."  # groups of everybody in a room
PERSONAL = "user."  # groups of one person's devices
PRESENCE = f"{PERSONAL}presence"  # one for all workers, on a channel that people share

Publish = tuple[str, bytes]  # a group and what is for it


def is_personal(group: str) -> bool:
    return group.startswith(PERSONAL)
