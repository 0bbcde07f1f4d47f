"""Work of this app that outlives a request. notifications/push/jobs.py has that of pushes."""

from core.jobs.declarations import JobType
from notifications.push.jobs import LANE

# About a day of them. These jobs leave the next one behind: once one is given up, nobody looks until somebody is to be told again.
DAY_OF_ATTEMPTS = 40

# Whom new messages concern. Also at each start: a process may have ended before it stored one.
TELL = JobType(
    "notifications.tell",
    handler="notifications.services.telling.run",
    title="Notifications",
    most_attempts=DAY_OF_ATTEMPTS,
    at_start=True,
)

# One waits, for the room whose mute ends first.
END_SNOOZES = JobType(
    "notifications.end_snoozes",
    handler="notifications.services.snoozes.end_due",
    title="Ends of mutes of one's own",
    at_start=True,
)

# One waits, for the next hour in which somebody is told of something.
PRUNE = JobType("notifications.prune", handler="notifications.services.pruning.prune", title="Old items of inboxes")

# One waits, for whoever is to be looked at first.
LETTERS = JobType(
    "notifications.letters",
    handler="notifications.services.letters.send_due",
    title="Who was not reached",
    most_attempts=DAY_OF_ATTEMPTS,
    at_start=True,
)

# One letter to one person. One at a time from each process, and none while pushes that may wait are sent.
LETTER = JobType(
    "notifications.letter",
    handler="notifications.services.letters.write",
    title="Mail of what was missed",
    lane=LANE,
    in_network=True,
)
