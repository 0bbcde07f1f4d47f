"""Where a backup goes: onto another machine, over a site that crashed, with and without its passphrase, with keys of the environment."""

import fcntl
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

from core import private_folder
from lab.clients.person import Person
from lab.servers.settings import KEYS
from lab.servers.site import Site
from tests.operations.command import done, refused
from tests.operations.conftest import passphrase_file


def texts(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as database:
        return [text for (text,) in database.execute("SELECT text FROM chat_message ORDER BY id")]


def test_another_machine_becomes_the_site(home: Site, newborn: Site) -> None:
    said = done(newborn, "restore", home.folder / "sealed.backup", "--passphrase-file", passphrase_file(home))
    assert "SECRET_KEY and SIGNING_KEY of the backup are in the state folder now." in said
    for name in (private_folder.SECRET_KEY, private_folder.SIGNING_KEY):
        assert (newborn.state / name).read_text() == (home.state / name).read_text()
    files = [path for path in newborn.state.rglob("*") if path.is_file() and path.name != private_folder.TOLD]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    with newborn:
        hanako = Person.sign_in(newborn, "hanako")
        assert {room["name"] for room in hanako.http.get("rooms/").json()["results"]} == {"Kitchen", "Hearth"}


def test_a_wrong_passphrase_touches_nothing(home: Site, tmp_path: Path) -> None:
    sealed = home.folder / "sealed.backup"
    before = {path.name: path.stat().st_mtime_ns for path in home.state.iterdir()}
    wrong = tmp_path / "wrong"
    wrong.write_text("open, sesame\n")
    assert "The passphrase does not open this backup" in refused(home, "restore", sealed, "--passphrase-file", wrong)
    assert "are sealed: give its passphrase" in refused(home, "restore", sealed)
    wrong.write_text("\n")
    assert "There is no passphrase in" in refused(home, "restore", sealed, "--passphrase-file", wrong)
    assert {path.name: path.stat().st_mtime_ns for path in home.state.iterdir()} == before


def test_a_seal_that_was_taken_off_is_noticed(home: Site, backup: Path) -> None:
    assert "are not sealed" in refused(home, "restore", backup, "--passphrase-file", passphrase_file(home))


def test_nothing_is_replaced_unless_asked_to(home: Site, backup: Path) -> None:
    assert "--overwrite" in refused(home, "backup", backup)
    assert "name one" in refused(home, "backup", "-")
    assert "No such file or directory" in refused(home, "backup", backup.parent / "nowhere" / "a.backup")
    done(home, "backup", backup, "--overwrite")


def test_a_log_left_beside_a_crashed_database_is_not_mixed_in(home: Site, backup: Path, tmp_path: Path) -> None:
    place = home.state / "irori.sqlite3"
    with closing(sqlite3.connect(place)) as database, closing(sqlite3.connect(place)) as second:
        database.execute("PRAGMA journal_mode=WAL")
        second.execute("SELECT 1 FROM chat_message").fetchone()
        with database:
            database.execute("UPDATE chat_message SET text = 'written into the log'")
        crashed = {ending: Path(f"{place}{ending}").read_bytes() for ending in ("", "-wal", "-shm")}
    for ending, content in crashed.items():
        Path(f"{place}{ending}").write_bytes(content)
    done(home, "restore", backup)
    assert not Path(f"{place}-wal").exists()
    assert texts(place) == ["Tea is ready"]
    kept = max(home.state.glob("before-restore-*"))
    assert texts(kept / "irori.sqlite3") == ["written into the log"]


def test_a_database_that_nobody_can_open_any_more_is_kept_and_replaced(home: Site, backup: Path) -> None:
    place = home.state / "irori.sqlite3"
    place.write_bytes(b"no database" * 1000)
    Path(f"{place}-wal").write_bytes(b"nor a log")
    done(home, "restore", backup)
    kept = max(home.state.glob("before-restore-*"))
    assert (kept / "irori.sqlite3").read_bytes() == b"no database" * 1000
    assert texts(place) == ["Tea is ready"]


def test_whoever_has_the_database_open_is_noticed(home: Site, backup: Path) -> None:
    """A worker of a version before this, for example, which shares no lock."""
    with closing(sqlite3.connect(home.state / "irori.sqlite3")) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("SELECT 1 FROM chat_room").fetchone()
        assert "Another program has the database open" in refused(home, "restore", backup)


def test_nobody_starts_to_serve_during_a_restore(home: Site) -> None:
    with (home.state / "irori.sqlite3.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "A backup is being restored just now." in refused(home, "serve", "--port", str(home.port))


def test_keys_of_the_environment_are_compared(home: Site, backup: Path) -> None:
    said = done(home, "restore", backup, **KEYS)
    file = home.state / "restored-keys.env"
    assert "The environment has another value of SECRET_KEY, SIGNING_KEY than the backup." in said
    assert str(file) in said
    keys = [(home.state / name).read_text() for name in (private_folder.SECRET_KEY, private_folder.SIGNING_KEY)]
    assert file.read_text() == f"SECRET_KEY={keys[0]}\nSIGNING_KEY={keys[1]}\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert all(key not in said for key in keys)


def test_a_database_somewhere_else(home: Site, tmp_path: Path) -> None:
    elsewhere = tmp_path / "data" / "chat.sqlite3"
    elsewhere.parent.mkdir()
    shutil.copy(home.state / "irori.sqlite3", elsewhere)
    url = {"DATABASE_URL": f"sqlite:///{elsewhere}"}
    done(home, "backup", tmp_path / "a.backup", **url)
    with closing(sqlite3.connect(elsewhere)) as database, database:
        database.execute("DELETE FROM chat_membership")
    done(home, "restore", tmp_path / "a.backup", **url)
    assert texts(elsewhere) == ["Tea is ready"]
    (kept,) = elsewhere.parent.glob("before-restore-*/chat.sqlite3")
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


def test_discard_keeps_nothing(home: Site, backup: Path) -> None:
    before = set(home.state.glob("before-restore-*"))
    assert "is kept in" not in done(home, "restore", backup, "--discard")
    assert set(home.state.glob("before-restore-*")) == before


def test_discard_leaves_nothing_of_a_damaged_database(home: Site, backup: Path) -> None:
    """A log that a crash left would be read into the restored database."""
    database = home.state / "irori.sqlite3"
    log = database.with_name("irori.sqlite3-wal")
    with closing(sqlite3.connect(database)) as crashed:
        crashed.execute("PRAGMA journal_mode=WAL")
        crashed.execute("UPDATE chat_message SET text = 'left by a crash'")
        crashed.commit()
        left = log.read_bytes()
    database.write_bytes(b"no database " * 1000)
    log.write_bytes(left)
    done(home, "restore", backup, "--discard")
    assert texts(database) == ["Tea is ready"]


def test_an_older_backup_is_brought_up_to_date(home: Site, newborn: Site, tmp_path: Path) -> None:
    done(newborn, "migrate", "chat", "0002", "--verbosity", "0")
    done(newborn, "backup", tmp_path / "old.backup")
    done(newborn, "restore", tmp_path / "old.backup")
    assert "[ ]" not in done(newborn, "showmigrations")


def test_what_has_no_tables_is_no_site(newborn: Site, tmp_path: Path) -> None:
    assert "no tables yet" in refused(newborn, "backup", tmp_path / "a.backup")
    assert list(tmp_path.glob("*backup")) == []
