"""The site's settings for tests inside this process: nothing of theirs touches var/, and no password is worth hashing well."""

import os
import tempfile

from lab.servers.settings import KEYS, WIDE
from tests.support.scratch import keep_in_memory

keep_in_memory()
state = tempfile.TemporaryDirectory(prefix="irori-tests-")  # removed with the process
os.environ["IRORI_STATE"] = state.name
# What a test wants narrower, it narrows for itself. Programs that a test starts have none of it.
HERE = {**WIDE, **KEYS, "EMAIL_HOST": "mail.example.org"}
os.environ.update(HERE)

from config.settings import *
from config.settings import DATABASES

for name in HERE:
    del os.environ[name]

# A file, not SQLite's memory: sockets and requests use the database from several threads, as they do on a real site.
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": f"{state.name}/test.sqlite3"}
os.mkdir(f"{state.name}/static")  # WhiteNoise warns of a folder that nothing was collected into
JOBS_IN_PROCESS = False  # a thread would not see what a test has not committed; tests/core/jobs/due.py runs what is due
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
