"""Replace the site by a backup: completely or not at all, and only while no worker runs."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from msgspec import Struct

from core import private_folder
from core.db import file_exchange
from files import storage
from operations import blobs, bucket, engines, site_keys
from operations.archive.manifest import Manifest
from operations.archive.reader import Reader, opened
from operations.backup import back_up
from operations.engines import postgresql, sqlite
from operations.errors import Refused
from operations.progress import Progress
from operations.site_keys import KEPT, SiteKeys

PREPARED = ".restoring"
KEYS_FILE = "restored-keys.env"
UNKNOWN_SHOWN = 3


class Restored(Struct):
    manifest: Manifest
    aside: list[Path]
    """Where the former state is: a file, or a folder on each disk. Empty where it is not kept."""
    keys_placed: list[str]
    """Names of the keys that are in the state folder now."""
    keys_to_set: list[str]
    """Names of the keys that differ from the environment; they are written to `keys_file`."""
    keys_file: Path | None
    failure: str = ""
    """Why the restored database could not be brought up to date; "" where it is."""


def restore(path: Path, *, passphrase: str | None, keep: bool, progress: Progress) -> Restored:
    """Restore the backup at `path`. `keep` keeps the former state. Raises Refused; then nothing has changed."""
    with opened(path) as reader:
        expect_fitting(reader.manifest)
        keys = site_keys.unpacked(reader.keys, reader.manifest, passphrase)
        _expect_movable(reader, keys)
        private_folder.open_folder(settings.STATE_DIR, managed=settings.STATE_IS_MANAGED)
        name = f"before-restore-{datetime.now(UTC):%Y%m%d-%H%M%S}"
        if reader.manifest.engine == "sqlite":
            aside = _restore_sqlite(reader, keys, name if keep else "", progress)
        else:
            aside = _restore_postgresql(reader, keys, name if keep else "", passphrase, progress)
        done = _reported(reader.manifest, keys, aside)
        if reader.manifest.engine == "postgresql":
            # Last, since it takes minutes and may fail: the site is that of the backup already, and `migrate` can do it, too.
            progress.say("The backup is in its place. Bringing it up to date …")
            try:
                postgresql.bring_up_to_date()
            except Exception as error:  # whatever a migration raises
                done.failure = str(error) or type(error).__name__
        return done


def expect_fitting(manifest: Manifest) -> None:
    """Raises Refused where the backup is of another kind of database, or of a newer version."""
    engine = engines.name()
    if manifest.engine != engine:
        raise Refused(
            f"This is a backup of {manifest.engine}, and the site's database is {engine}: a backup goes back into the kind of "
            f"database it came from. DATABASE_URL says which. Nothing was changed."
        )
    known = MigrationLoader(None).disk_migrations
    unknown = [f"{app}.{name}" for app, name in manifest.migrations if (app, name) not in known]
    if unknown:
        raise Refused(
            f"This backup is of a newer version of Irori, with migrations that this one does not know "
            f"({', '.join(unknown[:UNKNOWN_SHOWN])}). Update first. Nothing was changed."
        )


def _expect_movable(reader: Reader, keys: SiteKeys) -> None:
    """Raises Refused where something that is to be exchanged is a mount. A plan that names it could never be finished, and
    no command would start any more."""
    files = blobs.place() if reader.has_files else None
    database = sqlite.place() if reader.manifest.engine == "sqlite" else None
    mounted = file_exchange.mount_in(filter(None, [*map(_place_of, _placed(keys)), files, database]))
    if mounted:
        raise Refused(
            f"{mounted} is mounted by itself, or has something mounted in it, so nothing can take its place. Mount the folder "
            "that it is in instead. Nothing was changed."
        )


def _restore_sqlite(reader: Reader, keys: SiteKeys, aside: str, progress: Progress) -> list[Path]:
    sqlite.expect_alone()
    try:
        sqlite.prepare(reader, progress)
        files = _files(reader, aside, progress)
        exchanges = [*_exchanges_of(keys, aside), *files, sqlite.exchange(aside)]
        file_exchange.begin(settings.STATE_DIR, exchanges)
    finally:
        if not file_exchange.is_begun(settings.STATE_DIR):
            sqlite.discard()
            blobs.discard()
            _discard_keys()
    file_exchange.finish(settings.STATE_DIR)
    folders = {Path(exchange.aside).parent for exchange in exchanges if exchange.aside}
    return sorted(folder for folder in folders if folder.exists())


def _restore_postgresql(
    reader: Reader, keys: SiteKeys, aside: str, passphrase: str | None, progress: Progress
) -> list[Path]:
    postgresql.expect_tools()
    for _ in reader.database(progress, "Checked"):
        pass
    postgresql.expect_alone()
    kept = None
    if aside and MigrationRecorder(connection).applied_migrations():
        kept = settings.STATE_DIR / f"{aside}.backup"
        progress.say("Backing up the state before …")
        back_up(kept, passphrase=passphrase, overwrite=False, progress=progress)
    try:
        exchanges = [*_exchanges_of(keys, aside), *_files(reader, "", progress)]
        postgresql.replace(reader, progress)
    except Refused:
        _discard_keys()
        blobs.discard()
        if kept:
            kept.unlink()
        raise
    # At once after COMMIT: a restored database with the former files would lose what it names.
    file_exchange.begin(settings.STATE_DIR, exchanges)
    file_exchange.finish(settings.STATE_DIR)
    return [kept] if kept else []


def _files(reader: Reader, aside: str, progress: Progress) -> list[file_exchange.Exchange]:
    """The exchange of the files, which are unpacked and checked. A backup without files leaves the present ones: a job
    finds those that nothing names. A bucket gets its files at once, where nothing names them yet."""
    if storage.in_bucket():
        bucket.fill(reader, progress)
        return []
    return [blobs.exchange(aside)] if blobs.prepare(reader, progress) else []


def _exchanges_of(keys: SiteKeys, aside: str) -> Iterator[file_exchange.Exchange]:
    """An exchange for each key that differs from the state folder."""
    for name in _placed(keys):
        place = _place_of(name)
        prepared = _prepared_at(place)
        _write_private(prepared, keys.as_settings()[name])
        kept = file_exchange.beside(place, aside) if aside else ""
        yield file_exchange.Exchange(str(prepared), str(place), kept, [""])


def _prepared_at(place: Path) -> Path:
    return place.with_name(place.name + PREPARED)


def _discard_keys() -> None:
    """Remove prepared keys that were not used."""
    for key in KEPT:
        _prepared_at(_place_of(key)).unlink(missing_ok=True)


def _place_of(key: str) -> Path:
    """The file of a key. A link to another place is left, and leads to the new key."""
    return (settings.STATE_DIR / KEPT[key]).resolve()


def _placed(keys: SiteKeys) -> list[str]:
    return [name for name in KEPT if site_keys.are_kept(name) and keys.as_settings()[name] != getattr(settings, name)]


def _reported(manifest: Manifest, keys: SiteKeys, aside: list[Path]) -> Restored:
    now, then = site_keys.current().as_settings(), keys.as_settings()
    placed = _placed(keys)
    to_set = [name for name, value in then.items() if name not in placed and now.get(name) != value]
    file = settings.STATE_DIR / KEYS_FILE if to_set else None
    if file:
        _write_private(file, "".join(f"{name}={then[name]}\n" for name in to_set))
    return Restored(manifest, aside, placed, to_set, file)


def _write_private(file: Path, content: str) -> None:
    """Write a file that its owner alone can read, and wait until it is on the disk."""
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as written:
        written.write(content)
        written.flush()
        os.fsync(written.fileno())
    file_exchange.belong_to_owner_of(settings.STATE_DIR, file)
