"""Files in the database, read without the site's code, and the jobs that clean up after them."""

from collections.abc import Mapping
from dataclasses import dataclass

from lab.chaos.world.database import connect

FILES = "SELECT id::text, replace(blob::text, '-', ''), state, received, digest, thumbnails FROM files_file"
END_UNUSED = "UPDATE files_file SET expires_at = now() WHERE expires_at IS NOT NULL"
# Jobs that wait, for their time or after a failure, run at once.
RUN = "UPDATE jobs_job SET due_at = now() WHERE claim = '' AND due_at > now() AND type = ANY(%s)"
LEFT = """
    SELECT (SELECT count(*) FROM files_file WHERE expires_at IS NOT NULL)
        + (SELECT count(*) FROM jobs_job WHERE type = %s)
"""
EXPIRY, DELETE_BYTES = "files.expiry", "files.delete_bytes"


@dataclass(frozen=True)
class StoredFile:
    """A file or an upload. `blob`: the name of its folder. `thumbnails`: names."""

    id: str
    blob: str
    state: str
    received: int
    digest: str
    thumbnails: tuple[str, ...]


def stored_files(url: str) -> Mapping[str, StoredFile]:
    with connect(url) as connection:
        rows = connection.execute(FILES).fetchall()
    return {
        file: StoredFile(file, blob, state, received, digest, tuple(thumbnails))
        for file, blob, state, received, digest, thumbnails in rows
    }


def is_cleaned(url: str) -> bool:
    """Whether the jobs have nothing left to do. Uploads and files that nothing uses are let end, and jobs that wait are
    let run, at each call: of a file that ends on the day of its upload a row stays for another day."""
    with connect(url) as connection:
        connection.execute(END_UNUSED)
        connection.execute(RUN, [[EXPIRY, DELETE_BYTES]])
        row = connection.execute(LEFT, [DELETE_BYTES]).fetchone()
    return row == (0,)
