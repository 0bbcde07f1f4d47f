"""Work of this app that outlives a request."""

from core.jobs.declarations import JobType

# One job a blob. Its key is the blob, so that deleting a message twice deletes its bytes once.
DELETE_BYTES = JobType(
    "files.delete_bytes", handler="files.services.removal.delete_bytes", title="Bytes of deleted files"
)

# One job waits, for the upload that ends first.
EXPIRY = JobType("files.expiry", handler="files.services.expired.remove", title="Uploads that end", in_database=True)

# One job waits, for an hour after the first change.
USAGE = JobType("files.usage", handler="files.services.usage.count", title="Storage by person and by room")

# One job waits, for the next day.
ORPHANS = JobType(
    "files.orphans", handler="files.services.orphans.look", title="Files without bytes, bytes without files"
)
