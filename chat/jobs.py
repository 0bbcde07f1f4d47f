"""Work of this app that outlives a request."""

from core.jobs.declarations import JobType

# A worker of the version before leaves the key of a room's name as it was, and knows no default rooms.
ROOMS_LEFT_BEHIND = JobType(
    "chat.rooms_left_behind",
    handler="chat.services.rooms.left_behind.mend",
    title="Rooms that a former version has left behind",
    at_start=True,
)

# One job waits, for the message that ends first.
KEPT_MESSAGES = JobType(
    "chat.kept_messages",
    handler="chat.services.messages.kept_messages.end_due",
    title="Deleted messages that can be restored no longer",
    in_database=True,
    at_start=True,
)
