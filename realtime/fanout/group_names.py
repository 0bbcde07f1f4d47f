"""Group names, and the kinds of payload that travel to a group."""

# A payload is a finished frame or an event for the consumer. A frame is a JSON object and begins with "{". An event
# begins with this mark.
EVENT_MARK = b"!"

ROOM = "room."  # a room's group: the sockets of its members
PERSONAL = "user."  # a person's group: the sockets of their devices
PRESENCE = f"{PERSONAL}presence"  # one group for all workers, on a Redis channel that several people share

Publish = tuple[str, bytes]  # a group and its payload


def is_personal(group: str) -> bool:
    return group.startswith(PERSONAL)
