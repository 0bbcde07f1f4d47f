"""Take a backup while the site runs: the database, the keys, and a manifest."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

from chat import selectors
from files import deletion_hold, storage
from operations import blobs, bucket, engines, site_keys
from operations.archive.manifest import CHECKSUM, FORMAT, KEYS, MANIFEST, Manifest, Part, checksum_line
from operations.archive.writer import Writer, new_file
from operations.engines import postgresql, sqlite
from operations.errors import Refused
from operations.progress import Progress


def back_up(
    target: Path, *, passphrase: str | None, overwrite: bool, progress: Progress, with_bucket: bool = False
) -> Manifest:
    """Write a backup to `target` and return its manifest. Raises Refused; then there is no file.

    `with_bucket`: with the files, also where they are in a bucket.
    """
    before = described(passphrase)
    # Held before the database is read: what it names is there until the bytes are copied.
    with new_file(target, overwrite=overwrite) as file, deletion_hold.held():
        writer = Writer(file)
        engine = sqlite if before.engine == "sqlite" else postgresql
        database = engine.copy(writer, target.parent, progress)
        if described(passphrase).migrations != before.migrations:
            raise Refused("The site was migrated meanwhile, so the backup would not know what it is of. Take it again.")
        manifest = msgspec.structs.replace(before, database=database)
        if files := (bucket if with_bucket and storage.in_bucket() else blobs).copy(writer, progress):
            manifest = msgspec.structs.replace(manifest, files=files, format=FORMAT)
        keys = writer.add(KEYS, site_keys.packed(site_keys.current(), manifest, passphrase))
        manifest = msgspec.structs.replace(manifest, keys=keys)
        content = msgspec.json.encode(manifest)
        writer.add(MANIFEST, content)
        writer.add(CHECKSUM, checksum_line(content))
        writer.finish()
    return manifest


def described(passphrase: str | None) -> Manifest:
    """The manifest of the site as it is now, without sizes and hashes of the parts. Raises Refused."""
    engine = engines.name()
    try:
        applied = sorted(MigrationRecorder(connection).applied_migrations())
        if not applied:
            raise Refused("This site has no tables yet, so there is nothing to back up.")
        epoch = selectors.epoch()
    except DatabaseError as error:
        raise Refused(f"The database does not answer: {error}") from None
    return Manifest(
        engine=engine,
        engine_version=(sqlite if engine == "sqlite" else postgresql).version(),
        created_at=datetime.now(UTC),
        epoch=epoch,
        migrations=applied,
        database=Part(0, ""),
        sealed=passphrase is not None,
    )
