"""Files of a real site, put there by its own code from the operator's console, and what its process holds."""

import os
from contextlib import suppress
from pathlib import Path

import httpx

from lab.clients.person import PASSWORD, Person
from lab.servers.served import Served

CODE = """
import os
from accounts.models import User
from tests.files.stored import stored
file = stored(User.objects.get(pk={owner}), data=os.urandom(1024) * {kilobytes}, use={use!r}, type="video/mp4")
print("file", file.pk)
"""


def put(site: Served, owner: Person, *, kilobytes: int = 1, use: str = "picture") -> str:
    """The address of the file's original."""
    printed = site.manage("shell", "-c", CODE.format(owner=owner.id, kilobytes=kilobytes, use=use))
    return f"/files/{printed.split('file ')[-1].strip()}/original"


def browser(site: Served, person: Person) -> httpx.Client:
    """Signed in by cookies alone."""
    client = site.client()
    credentials = {"username": person.username, "password": PASSWORD}
    client.post("/api/session/", json=credentials).raise_for_status()
    return client


def resident_megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def open_files(pid: int) -> int:
    """How many blobs the process holds open."""
    found = 0
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            found += "/files/blobs/" in os.readlink(entry)
    return found
