"""Killed in its middle, a backup leaves no file and a restore leaves the state before or the one after, never a mixture."""

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from core import private_folder
from core.db import file_exchange
from core.db.file_exchange import Exchange
from lab.programs.postgres import Postgres
from lab.servers.process import PATIENCE_SECONDS, ROOT, wait_until
from lab.servers.site import Site
from tests.operations.command import done, start
from tests.operations.conftest import passphrase_file

# manage.py, which ends at a step of its own: a killer beside it may come too late on a busy machine.
KILLED = """
import os, runpy, signal, sys
from pathlib import Path

folder, pattern, steps = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
is_looking = False

def step(event, _):
    global is_looking, steps
    if is_looking or not event.startswith(("open", "os.", "sqlite3.", "shutil.")):
        return
    is_looking = True
    steps -= any(folder.glob(pattern))
    if not steps:
        os.kill(os.getpid(), signal.SIGKILL)
    is_looking = False

sys.addaudithook(step)
sys.argv = ["manage.py", *sys.argv[4:]]
runpy.run_path("manage.py", run_name="__main__")
"""


def kill_when_there(folder: Path, pattern: str, steps: int, site: Site, *arguments: str | Path) -> None:
    """Kill a command at this step on files or databases, counted from when there is a file of the pattern."""
    command = [sys.executable, "-c", KILLED, str(folder), pattern, str(steps), *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, env=site.env, capture_output=True, text=True, timeout=PATIENCE_SECONDS)
    assert done.returncode == -signal.SIGKILL, done.stdout + done.stderr


@pytest.mark.parametrize("steps", [1, 5])
def test_a_killed_backup_leaves_no_file_and_the_next_one_clears_up(home: Site, tmp_path: Path, steps: int) -> None:
    sealed = ("--passphrase-file", passphrase_file(home))
    kill_when_there(tmp_path, ".*unfinished", steps, home, "backup", tmp_path / "a.backup", *sealed)
    assert not (tmp_path / "a.backup").exists()
    done(home, "backup", tmp_path / "a.backup", *sealed)
    assert [path.name for path in tmp_path.iterdir()] == ["a.backup"]


@pytest.mark.parametrize("steps", [1, 5])
def test_a_killed_restore_leaves_the_site_as_it_was(home: Site, backup: Path, steps: int) -> None:
    before = what_it_is(home.state)
    kill_when_there(home.state, "irori.sqlite3.restoring", steps, home, "restore", backup)
    assert what_it_is(home.state) == before
    done(home, "restore", backup)
    assert [path.name for path in home.state.iterdir() if "restoring" in path.name] == []


def what_it_is(state: Path) -> list[str]:
    with closing(sqlite3.connect(state / "irori.sqlite3")) as database:
        keys = [(state / name).read_text() for name in (private_folder.SECRET_KEY, private_folder.SIGNING_KEY)]
        return [*keys, *database.iterdump()]


def test_a_killed_restore_on_postgresql_is_taken_back(postgres_server: Postgres, tmp_path: Path) -> None:
    url = postgres_server.create_database("killed")
    site = Site(tmp_path, database_url=url)
    for command in (("migrate", "--verbosity", "0"), ("demo",), ("backup", str(tmp_path / "a.backup"))):
        done(site, *command)
    with psycopg.connect(url) as database:
        database.execute("UPDATE chat_message SET text = 'since the backup'")
    with start(site, "restore", "--discard", tmp_path / "a.backup") as process:
        wait_until(lambda: process.poll() is not None or sessions(url) > 0, 30, "psql")
        process.kill()
        out, err = process.communicate()
    assert process.returncode == -signal.SIGKILL, out + err
    wait_until(lambda: sessions(url) == 0, 30, "the end of its programs")
    with psycopg.connect(url) as database:
        assert database.execute("SELECT DISTINCT text FROM chat_message").fetchall() == [("since the backup",)]
    done(site, "restore", tmp_path / "a.backup")
    with psycopg.connect(url) as database:
        assert database.execute("SELECT count(DISTINCT text) > 1 FROM chat_message").fetchone() == (True,)


def sessions(url: str) -> int:
    """Of the programs that restore starts, which have a name of their own. Asked from another database: restore refuses while anybody
    else has a session in its own."""
    target = urlsplit(url)
    with psycopg.connect(target._replace(path="/postgres").geturl()) as database:
        found = database.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND application_name = 'irori'", [target.path[1:]]
        ).fetchone()
    return int(found[0]) if found else 0


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.iterdir() if path.is_file() and not path.name.endswith(".lock"))
    return {path.name: path.read_bytes() for path in files}


class Killed(BaseException):
    pass


OLD = {"irori.sqlite3": b"old", "irori.sqlite3-wal": b"old wal", "irori.sqlite3-shm": b"old shm", "secret_key": b"old"}
NEW = {"irori.sqlite3": b"new", "secret_key": b"new"}


@pytest.fixture
def prepared(tmp_path: Path) -> Path:
    """A state folder where everything is ready to be exchanged."""
    for name, content in OLD.items():
        (tmp_path / name).write_bytes(content)
    for name, content in NEW.items():
        (tmp_path / f"{name}.restoring").write_bytes(content)
    return tmp_path


def exchanges(state: Path) -> list[Exchange]:
    return [
        Exchange(str(state / f"{name}.restoring"), str(state / name), str(state / "aside" / name), endings)
        for name, endings in (("secret_key", [""]), ("irori.sqlite3", list(private_folder.BESIDE)))
    ]


@pytest.mark.parametrize("step", range(1, 8))
def test_wherever_its_last_step_is_cut_the_next_start_ends_it(
    step: int, prepared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = iter(range(1, 100))
    replace = Path.replace

    def cut(self: Path, target: str | Path) -> Path:
        if next(steps) == step:
            raise Killed
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", cut)
    with pytest.raises(Killed):  # noqa: PT012 (either may be cut)
        file_exchange.begin(prepared, exchanges(prepared))
        file_exchange.finish(prepared)
    monkeypatch.undo()
    begun = file_exchange.is_begun(prepared)
    file_exchange.finish(prepared)
    expected = NEW if begun else OLD
    kept = {name: content for name, content in contents(prepared).items() if name in OLD}
    assert kept == expected
    if begun:
        assert contents(prepared / "aside") == OLD
        assert not list(prepared.glob("restore.json"))


def test_any_command_of_the_site_ends_it(home: Site, backup: Path, tmp_path: Path) -> None:
    """As it starts, before it opens anything."""
    with closing(sqlite3.connect(tmp_path / "other.restoring")) as database:
        database.execute("CREATE TABLE other (id)")
    place = home.state / "irori.sqlite3"
    exchange = Exchange(
        str(tmp_path / "other.restoring"), str(place), str(tmp_path / "aside"), list(private_folder.BESIDE)
    )
    file_exchange.begin(home.state, [exchange])
    done(home, "check")
    with closing(sqlite3.connect(place)) as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == [("other",)]
    done(home, "restore", backup)
