"""Work of this app that outlives a request."""

from core.jobs.declarations import JobType

# One letter at a time from each process. More than a thousand wait only where the mail server is away or somebody asks without end.
MAIL = JobType("accounts.mail", handler="accounts.letters.deliver", title="Mail", most_waiting=1000, in_network=True)

# One job waits, for the status that ends first.
STATUS_ENDS = JobType(
    "accounts.status_ends", handler="accounts.services.statuses.end_due", title="Statuses that end", in_database=True
)

# A worker of the version before leaves the key of a name as it was.
SEARCH_KEYS = JobType(
    "accounts.search_keys",
    handler="accounts.services.search_keys.mend",
    title="Names as a search compares them",
    at_start=True,
)
