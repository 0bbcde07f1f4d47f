"""The site's settings for tests inside this process: nothing of theirs touches var/, and no password is worth hashing well."""

import os
import tempfile

os.environ["IRORI_STATE"] = tempfile.mkdtemp(prefix="irori-tests-")

from config.settings import *
from config.settings import DATABASES, STATE_DIR

# A file, not SQLite's memory: sockets and requests use the database from several threads, as they do on a real site.
DATABASES["default"]["TEST"] = {"NAME": str(STATE_DIR / "test.sqlite3")} if "sqlite" in DATABASES["default"]["ENGINE"] else {}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
