"""PostgreSQL: pg_dump while the site runs; pg_restore and psql in one transaction."""

import subprocess
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import IO, NamedTuple, cast

from django.core.management import call_command
from django.db import connection

from chat.models import Epoch
from core.jobs import restored
from operations.archive.manifest import DATABASE, Part
from operations.archive.reader import CHUNK, Reader
from operations.archive.writer import Digest, Writer
from operations.engines import programs
from operations.errors import Refused
from operations.progress import Progress

# The kinds of entries of a dump that belong to a site. Others, such as an operator's views, are neither dropped nor restored.
# A longer name stands before a shorter one that begins alike.
RESTORED = (
    "TABLE DATA",
    "TABLE",
    "SEQUENCE OWNED BY",
    "SEQUENCE SET",
    "SEQUENCE",
    "DEFAULT",
    "CONSTRAINT",
    "FK CONSTRAINT",
    "CHECK CONSTRAINT",
    "INDEX",
    "TRIGGER",
)
# All other sessions; autovacuum and similar processes have no user.
OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND usename IS NOT NULL AND pid <> pg_backend_pid()"
# Every Django site has this table.
MIGRATIONS = "django_migrations"
# Newer clients write this setting, and older servers do not know it.
UNKNOWN_BEFORE_17 = b"SET transaction_timeout = 0;\n"


def version() -> str:
    return ".".join(map(str, divmod(programs.server_version(), 10_000)))


# -- Backup


def copy(writer: Writer, folder: Path, progress: Progress) -> Part:
    """Write the database as it is now, while the site serves. Returns size and hash."""
    command = [programs.find("pg_dump"), "--format=custom", "--compress=1", "--no-password"]
    digest = Digest()
    with tempfile.TemporaryFile() as errors, writer.member(DATABASE) as write:
        with started(command, errors, stdout=subprocess.PIPE) as dump:
            while piece := out_of(dump).read(CHUNK):
                write(piece)
                digest.write(piece)
                progress.at("Written", digest.size, None)
        if dump.returncode:
            raise Refused(f"pg_dump could not finish: {programs.words_of(errors)}")
    return digest.part


# -- Restore


def expect_alone() -> None:
    """Raises Refused while another session is open, from this machine or another."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(nullif(application_name, ''), 'unnamed'), client_addr {OTHERS} LIMIT 20")
        others = cursor.fetchall()
    if others:
        known = ", ".join(sorted({f"{name} from {where}" if where else name for name, where in others}))
        raise Refused(
            f"{len(others)} other sessions use this database ({known}): stop all workers first, on every machine, "
            "a connection pooler too. Nothing was changed."
        )


def expect_tools() -> None:
    for name in ("pg_restore", "psql", "pg_dump"):
        programs.find(name)


def replace(reader: Reader, progress: Progress) -> None:
    """Replace the site's tables by those of the backup. Raises Refused; then nothing has changed."""
    contents = _contents(reader)
    # Tables of an operator in other schemas are neither dropped nor restored.
    schema = next((entry.schema for entry in contents if entry.name == MIGRATIONS), "")
    ours = [entry for entry in contents if entry.schema == schema]
    with tempfile.NamedTemporaryFile("w", prefix="irori-restore-") as chosen:
        chosen.write("".join(f"{entry.line}\n" for entry in ours))
        chosen.flush()
        before = _prelude({entry.name for entry in ours if entry.kind == "TABLE"})
        connection.close()
        _replace(reader, progress, chosen.name, before)


def bring_up_to_date() -> None:
    """Migrate the replaced tables. Takes minutes where they are large, and can be done again by `migrate`."""
    call_command("migrate", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # otherwise PostgreSQL plans for empty tables until autovacuum runs


class Entry(NamedTuple):
    """One entry of a dump, as pg_restore lists it."""

    line: str
    kind: str
    schema: str
    name: str


def _contents(reader: Reader) -> list[Entry]:
    """The entries that belong to a site. Raises Refused where pg_restore cannot read the dump."""
    command = [programs.find("pg_restore"), "--list"]
    with tempfile.TemporaryFile() as errors, tempfile.TemporaryFile() as listed:
        with started(command, errors, stdin=subprocess.PIPE, stdout=listed) as lister:
            _feed(lister, reader.database(Progress(lambda _: None), ""))
        if lister.returncode:
            raise Refused(
                f"pg_restore cannot read the backup's database: {programs.words_of(errors)}. Nothing was changed."
            )
        listed.seek(0)
        lines = listed.read().decode().splitlines()
    return [entry for line in lines if (entry := _entry(line))]


def _entry(line: str) -> Entry | None:
    """Parse `215; 1259 16385 TABLE public chat_room irori`; None for a kind that does not belong to a site."""
    words = line.split(" ", 3)[-1]
    kind = next((kind for kind in RESTORED if words.startswith(f"{kind} ")), None)
    if line.startswith(";") or kind is None:
        return None
    schema, name = words.removeprefix(kind).split()[:2]
    return Entry(line, kind, schema, name)


def _prelude(tables: set[str]) -> str:
    """SQL that locks every table of the site, counts the other sessions once more, and drops the tables."""
    present = set(connection.introspection.table_names())
    known = {*connection.introspection.django_table_names(only_existing=True), MIGRATIONS} & present
    names = ", ".join(map(_quoted, sorted(known | (tables & present))))
    lock, drop = (f"LOCK TABLE {names};\n", f"DROP TABLE {names} CASCADE;\n") if names else ("", "")
    return (
        "BEGIN;\nSET client_min_messages = warning;\nSET statement_timeout = 0;\nSET lock_timeout = '30s';\n"
        "SET idle_in_transaction_session_timeout = 0;\n"
        + lock
        + f"DO $$ BEGIN IF (SELECT count(*) {OTHERS}) > 0 THEN RAISE 'the site was started meanwhile'; END IF; END $$;\n"
        + drop
    )


def _finale() -> str:
    epoch = Epoch._meta.db_table
    # A backup of a version without jobs has no table of them yet.
    jobs = f"DO $$ BEGIN IF to_regclass('jobs_job') IS NOT NULL THEN {restored.statement()}; END IF; END $$;"
    return f"\nRESET search_path;\nUPDATE {_quoted(epoch)} SET value = '{uuid.uuid4()}';\n{jobs}\nCOMMIT;\n"


def _replace(reader: Reader, progress: Progress, chosen: str, prelude: str) -> None:
    """Run the transaction. COMMIT is the last line that psql gets, so a killed restore commits nothing."""
    unpack = [programs.find("pg_restore"), "--no-owner", "--no-privileges", f"--use-list={chosen}", "--file=-"]
    run = [programs.find("psql"), "--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1", "--file=-"]
    with tempfile.TemporaryFile() as errors:
        with (
            started(run, errors, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as psql,
            started(unpack, errors, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as unpacker,
            _fed(unpacker, reader.database(progress, "Restored")),
            suppress(BrokenPipeError),  # psql ended and printed the reason
        ):
            _say(psql, [prelude.encode()])
            _say(psql, _script(unpacker))
            if unpacker.wait() == 0:
                _say(psql, [_finale().encode()])
        if psql.returncode or unpacker.returncode:
            raise Refused(f"PostgreSQL took back the whole restore: {programs.words_of(errors)}. Nothing was changed.")


def _script(unpacker: "subprocess.Popen[bytes]") -> Iterator[bytes]:
    yield out_of(unpacker).read(CHUNK).replace(UNKNOWN_BEFORE_17, b"", 1)
    while piece := out_of(unpacker).read(CHUNK):
        yield piece


@contextmanager
def _fed(process: "subprocess.Popen[bytes]", pieces: Iterable[bytes]) -> Iterator[None]:
    """A thread writes the input of the process; this function reads its output."""
    feeder = Thread(target=_feed, args=(process, pieces))
    feeder.start()
    try:
        yield
    finally:
        process.kill()  # no effect where it has ended; otherwise nobody reads its output any more
        feeder.join()


def _feed(process: "subprocess.Popen[bytes]", pieces: Iterable[bytes]) -> None:
    try:
        with suppress(BrokenPipeError), into(process):  # it may have stopped reading
            _say(process, pieces)
    except Refused:
        process.kill()


def _say(process: "subprocess.Popen[bytes]", pieces: Iterable[bytes]) -> None:
    for piece in pieces:
        into(process).write(piece)
    into(process).flush()


def into(process: "subprocess.Popen[bytes]") -> IO[bytes]:
    """The standard input of a process that was started with a pipe."""
    return cast(IO[bytes], process.stdin)


def out_of(process: "subprocess.Popen[bytes]") -> IO[bytes]:
    return cast(IO[bytes], process.stdout)


@contextmanager
def started(
    command: list[str], errors: IO[bytes], stdin: int | None = None, stdout: int | IO[bytes] | None = None
) -> Iterator["subprocess.Popen[bytes]"]:
    """A running process; it is ended when the block ends, also by an exception."""
    process = subprocess.Popen(command, env=programs.environment(), stdin=stdin, stdout=stdout, stderr=errors)
    try:
        yield process
    except BaseException:
        process.kill()
        raise
    finally:
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(BrokenPipeError):
                    stream.close()
        process.wait()


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
