"""Work of pushes that outlives a request. One of each kind runs in a process at a time."""

from core.jobs.declarations import JobType

PUSH = JobType("notifications.push", handler="notifications.push.sending.send", title="Pushes")

# To devices whose push service did not take the last one: they wait apart, and hold up nobody else's. Each attempt is a job of its own,
# because a push service says itself when it wants to be asked again.
PUSH_AGAIN = JobType("notifications.push_again", handler="notifications.push.sending.send", title="Pushes, once more")
