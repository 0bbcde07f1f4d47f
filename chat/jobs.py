"""Work of this app that outlives a request."""

from core.jobs.declarations import JobType

# A worker of the version before leaves the key of a room's name as it was, and knows no default rooms.
ROOMS_LEFT_BEHIND = JobType(
    "chat.rooms_left_behind",
    handler="chat.services.rooms.left_behind.mend",
    title="Rooms that a former version has left behind",
    at_start=True,
)
