"""The log's work in the background."""

from core.jobs.declarations import JobType

# One comes with each transaction that records. The first that runs chains all, also what an earlier one has left.
CHAIN = JobType(
    "audit.chain",
    handler="core.audit.chaining.chain",
    title="Chaining of the audit log",
    in_database=True,
    most_waiting=1_000,
    most_together=10,
    at_start=True,
)

# While there are acts one waits, for the next day.
PRUNE = JobType(
    "audit.prune", handler="core.audit.pruning.prune", title="Removal of old entries of the audit log", in_database=True
)
DAY_SECONDS = 86_400.0
