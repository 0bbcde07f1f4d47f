"""The work of bulk actions in the background."""

from core.jobs.declarations import JobType

# Every part of the rows is changed in a transaction of its own, which also stores how far the action came.
BULK = JobType("bulk.action", handler="core.bulk.running.run", title="Bulk action", most_waiting=100)
