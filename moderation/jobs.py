"""Work of this app that outlives a request."""

from core.jobs.declarations import JobType

# One waits, for the mute that ends first.
END_MUTES = JobType(
    "moderation.end_mutes", handler="moderation.services.mute_ends.end_due", title="Ends of mutes", at_start=True
)

# What a banned person wrote.
REMOVE_CONTENT = JobType(
    "moderation.remove_content", handler="moderation.services.removal.remove", title="Removal of messages"
)

# One waits, for the report that was decided first. Also at each start, since REPORT_DAYS may have become less.
PRUNE_REPORTS = JobType(
    "moderation.prune_reports",
    handler="moderation.services.pruning.prune",
    title="Old reports",
    in_database=True,
    at_start=True,
)

# One waits, for the held message that ends first.
FORGET_HELD = JobType(
    "moderation.forget_held",
    handler="moderation.services.held.forgetting.forget",
    title="Held messages that nobody has looked at, and old ones",
    in_database=True,
)
