"""Work of pushes that outlives a request.

What waits for slow push services, and what concerns many people, shares a lane, also with letters: it never holds more than one thread
of a process, and nobody's mention stands behind it.
"""

from core.jobs.declarations import JobType

LANE = "notifications.pushes_that_may_wait"

# To few people each, and what is urgent.
PUSH = JobType(
    "notifications.push",
    handler="notifications.push.sending.send",
    title="Pushes",
    takes_many=True,
    most_together=32,
    in_network=True,
)

# To many people of a room.
PUSH_CROWD = JobType(
    "notifications.push_crowd",
    handler="notifications.push.sending.send_crowd",
    title="Pushes to many",
    lane=LANE,
    in_network=True,
)

# One waits for a room with new messages, which some want to hear all of. It only stores the first of the other.
PUSH_ROOM = JobType(
    "notifications.push_room",
    handler="notifications.push.rooms.begin",
    title="Pushes of every message",
    in_database=True,
    most_waiting=20_000,
)
PUSH_PAGE = JobType(
    "notifications.push_page",
    handler="notifications.push.rooms.send_page",
    title="Pushes of every message, to some people",
    most_waiting=20_000,
    lane=LANE,
    in_network=True,
)

# To devices whose push service did not take the last one, or was slow.
PUSH_AGAIN = JobType(
    "notifications.push_again",
    handler="notifications.push.trying_again.send",
    title="Pushes, once more",
    takes_many=True,
    most_together=16,
    lane=LANE,
    in_network=True,
)
