"""Where tests keep their files: in memory where the machine has room for it.

SQLite waits for the disk at each commit, which took a third of the time of the tests inside this process. What must
be on a disk before it is acknowledged is tested on a disk of its own (lab/programs/loop_mount.py).
"""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
# A whole run needs less than 2 GB: the largest test installs the site from nothing.
ROOM = 4 * 2**30


def keep_in_memory() -> None:
    """Let this process, and those that it starts, make temporary folders in memory. A place that was chosen stays."""
    if "TMPDIR" in os.environ or not _holds(MEMORY):
        return
    os.environ["TMPDIR"] = str(MEMORY)
    tempfile.tempdir = None  # it is asked for again


def _holds(folder: Path) -> bool:
    """Containers often have 64 MB there, or forbid programs."""
    if not os.access(folder, os.W_OK) or shutil.disk_usage(folder).free < ROOM:
        return False
    return not os.statvfs(folder).f_flag & os.ST_NOEXEC
