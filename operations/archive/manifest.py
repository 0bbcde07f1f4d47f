"""The manifest: what a backup file says about itself."""

import hashlib
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from msgspec import Struct

FORMAT = 1
DATABASE, KEYS, MANIFEST, CHECKSUM = "database", "keys.json", "manifest.json", "manifest.sha256"
# Members in the order of the file, with the largest size in bytes; the database has no limit.
SMALL = {KEYS: 1_000_000, MANIFEST: 1_000_000, CHECKSUM: 200}
MEMBERS = (DATABASE, *SMALL)


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
    format: int = FORMAT
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
