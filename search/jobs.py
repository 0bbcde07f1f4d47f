"""Work of this app that outlives a request."""

from core.jobs.declarations import JobType

# One job waits. It brings the index up to the messages of every room.
INDEX = JobType("search.index", handler="search.services.indexing.run", title="Search index", at_start=True)
