"""SQLite: backup by its own backup API; restore by a prepared file that replaces the database file."""

import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from chat.services import site
from core import private_folder
from core.db import file_exchange, site_lock
from core.jobs import restored
from operations.archive.manifest import DATABASE, Manifest, Part
from operations.archive.reader import CHUNK, Reader
from operations.archive.writer import Digest, Writer, unfinished
from operations.errors import Refused
from operations.progress import Progress, size

# 4 MB at the usual page size. Between two steps the program can be ended.
PAGES_A_STEP = 1_000
PREPARED = ".restoring"
FAULTS_SHOWN = 5
RUNNING = "The site is running: stop it first (Ctrl-C, or systemctl stop 'irori@*' irori-jobs irori-migrate). Nothing was changed."


def place() -> Path:
    """The database file. SQLite follows links, too, and keeps its other files beside what they lead to."""
    return Path(str(settings.DATABASES["default"]["NAME"])).resolve()


def version() -> str:
    return sqlite3.sqlite_version


# -- Backup


def copy(writer: Writer, folder: Path, progress: Progress) -> Part:
    """Write the database as it is now, while the site serves. Returns size and hash."""
    expect_room(folder, 2 * place().stat().st_size)
    with unfinished(folder) as snapshot:
        try:
            take_snapshot(snapshot, progress)
        except sqlite3.Error as error:
            raise Refused(f"The database could not be copied: {error}. There is no backup.") from None
        digest, total = Digest(), snapshot.stat().st_size
        with writer.member(DATABASE) as write, snapshot.open("rb") as file:
            while piece := file.read(CHUNK):
                write(piece)
                digest.write(piece)
                progress.at("Written", digest.size, total)
    return digest.part


def take_snapshot(snapshot: Path, progress: Progress) -> None:
    source = sqlite3.connect(f"file:{place()}?mode=rw", uri=True, timeout=20, isolation_level=None)
    with closing(source), closing(sqlite3.connect(snapshot, isolation_level=None)) as target:
        # A snapshot that a crash cut off is useless, so this copy does not wait for the disk.
        target.execute("PRAGMA synchronous=OFF")
        target.execute("PRAGMA journal_mode=OFF")
        (page_size,) = source.execute("PRAGMA page_size").fetchone()

        def tell(status: int, remaining: int, total: int) -> None:
            progress.at("Copied", (total - remaining) * page_size, total * page_size)

        # One read transaction: without it each write of the site would restart the copy.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        source.backup(target, pages=PAGES_A_STEP, progress=tell, sleep=0)
        source.execute("ROLLBACK")
        target.execute("PRAGMA journal_mode=DELETE")  # everything in one file
        # A new mark: the site then notices a copy that is put there by hand (chat/services/continuity.py).
        target.execute(f"PRAGMA user_version = {secrets.randbelow(2**31 - 1) + 1:d}")


# -- Restore


def expect_alone() -> None:
    """Raises Refused while the site runs, or another program has the file open."""
    connection.close()
    try:
        site_lock.alone()
    except site_lock.Held:
        raise Refused(RUNNING) from None
    if place().exists() and _is_open_elsewhere():
        raise Refused("Another program has the database open: end it first. Nothing was changed.")


def _is_open_elsewhere() -> bool:
    with closing(sqlite3.connect(place(), timeout=1)) as database:
        try:
            # Leaving WAL mode needs exclusive access. It writes the content of the `-wal` into the file.
            database.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError as error:
            return "locked" in str(error)
        except sqlite3.DatabaseError:  # a damaged database is a reason to restore
            return False
    return False


def prepare(reader: Reader, progress: Progress) -> None:
    """Unpack the backup beside the database, check it, migrate it, and give it a new epoch. Raises Refused."""
    discard()
    expect_room(place().parent, reader.manifest.database.size)
    prepared = _prepared()
    with os.fdopen(os.open(prepared, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        for piece in reader.database(progress, "Checked and copied"):
            file.write(piece)
    progress.say("Checking the database …")
    _check(prepared, reader.manifest)
    with _in_its_place(prepared):
        call_command("migrate", interactive=False, verbosity=0)
        site.begin_epoch()
        with connection.cursor() as cursor:
            cursor.execute(restored.statement())
    _close_for_good(prepared)
    file_exchange.belong_to_owner_of(place().parent, prepared)


def exchange(aside: str) -> file_exchange.Exchange:
    """The exchange of the prepared file for the present database, which goes to the folder `aside` beside it; removed where that
    is ""."""
    kept = file_exchange.beside(place(), aside) if aside else ""
    return file_exchange.Exchange(str(_prepared()), str(place()), kept, list(private_folder.BESIDE))


def discard() -> None:
    """Remove a prepared file that was not used."""
    for ending in private_folder.BESIDE:
        _prepared().with_name(_prepared().name + ending).unlink(missing_ok=True)


def _prepared() -> Path:
    return place().with_name(place().name + PREPARED)


def _check(file: Path, manifest: Manifest) -> None:
    """Raises Refused where SQLite finds faults, or the epoch or the migrations differ from the manifest."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as database:
            database.execute("PRAGMA trusted_schema=OFF")
            faults = [str(row[0]) for row in database.execute(f"PRAGMA integrity_check({FAULTS_SHOWN})")]
            applied = set(database.execute("SELECT app, name FROM django_migrations"))
            (epoch,) = database.execute("SELECT value FROM chat_epoch").fetchone()
    except (sqlite3.DatabaseError, TypeError) as error:
        raise Refused(f"The backup's database cannot be read: {error}. Nothing was changed.") from None
    if faults != ["ok"]:
        raise Refused(f"The backup's database is damaged: {'; '.join(faults)}. Nothing was changed.")
    if applied != set(manifest.migrations) or epoch != manifest.epoch.hex:
        raise Refused("The backup's database is another one than its manifest names. Nothing was changed.")


@contextmanager
def _in_its_place(file: Path) -> Iterator[None]:
    """Let Django use this file as the site's database. Only for a process that does not serve."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(file)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _close_for_good(file: Path) -> None:
    """Close the connection, with everything in one file and on the disk."""
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA journal_mode=DELETE")
    with file.open("rb") as written:
        os.fsync(written.fileno())


def expect_room(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise Refused(f"{folder} has {size(free)} free, and it takes {size(needed)}. Nothing was changed.")
