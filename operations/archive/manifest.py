"""The manifest: what a backup file says about itself."""

import hashlib
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from msgspec import UNSET, Struct, UnsetType

# A backup without files has format 1, which versions without files read.
FORMAT, WITHOUT_FILES = 2, 1
DATABASE, FILES, KEYS, MANIFEST, CHECKSUM = "database", "files.tar", "keys.json", "manifest.json", "manifest.sha256"
# Members in the order of the file, with the largest size in bytes; the database and the files have no limit.
SMALL = {KEYS: 1_000_000, MANIFEST: 1_000_000, CHECKSUM: 200}
# The files are missing where a site has none.
MEMBERS = (DATABASE, FILES, *SMALL)


class Part(Struct, frozen=True):
    size: int
    sha256: str


class Manifest(Struct, frozen=True):
    engine: str
    """`sqlite` or `postgresql`."""
    engine_version: str
    created_at: datetime
    epoch: UUID
    migrations: list[tuple[str, str]]
    database: Part
    keys: Part | None = None
    sealed: bool = False
    files: Part | UnsetType = UNSET
    format: int = WITHOUT_FILES
    product: str = "irori"

    @property
    def bound(self) -> bytes:
        """What the sealed keys are bound to, as JSON: the manifest without `keys`, which is known only after sealing."""
        return msgspec.json.encode(msgspec.structs.replace(self, keys=None))

    @property
    def taken(self) -> str:
        return f"{self.created_at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def checksum_line(manifest: bytes) -> bytes:
    """The checksum of a manifest, as sha256sum writes it."""
    return f"{hashlib.sha256(manifest).hexdigest()}  {MANIFEST}\n".encode()
