"""Migrations of tables that are in use: who waits for whom."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db.migrations.loader import MigrationLoader

from core.db.live_migrations import CHANGED, REFERENCED, LiveMigration, tables_of
from lab.programs.postgres import Postgres
from lab.servers.process import PATIENCE_SECONDS, ROOT, wait_until
from lab.servers.site import Site

FIRST_PERSON = """INSERT INTO accounts_user (password, is_superuser, username, email, is_active, is_staff, display_name, language,
    date_joined, status_emoji, status_text, username_key, email_key)
    VALUES ('', false, 'hanako', '', true, false, '', '', now(), '', '', 'hanako', '')"""
FIRST_ROOM = """INSERT INTO chat_room (kind, name, topic, people_key, rev, room_rev, last_seq, created_at, changed_at, member_count,
    posting, slow_seconds) VALUES ('public', 'Hearth', '', '', 0, 0, 0, now(), now(), 0, 'everybody', 0)"""
WAITING = """SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock' AND pid <> pg_backend_pid()"""
# Longer than PostgreSQL waits before it looks for a deadlock, and for several tries of the migration.
HELD_SECONDS = 2.5


def test_every_migration_after_the_first_is_one_of_live_tables() -> None:
    loader = MigrationLoader(None)
    ours = [(key, one) for key, one in loader.disk_migrations.items() if key[0] in ("accounts", "chat")]

    others = [key for key, one in ours if not isinstance(one, LiveMigration) and not key[1].startswith("0001_")]

    assert len(ours) > 10
    assert others == []


def test_knows_the_tables_of_a_migration() -> None:
    loader = MigrationLoader(None)
    key = ("chat", "0006_bans")
    migration = loader.disk_migrations[key]
    assert isinstance(migration, LiveMigration)

    modes = tables_of(migration, loader.project_state(key, at_end=False))

    assert modes["chat_membership"] == CHANGED
    assert modes["chat_room"] == modes["accounts_user"] == REFERENCED
    assert "chat_message" not in modes


def test_locks_for_an_index_no_table_beside_its_own() -> None:
    loader = MigrationLoader(None)
    key = ("moderation", "0005_list_indexes")
    migration = loader.disk_migrations[key]
    assert isinstance(migration, LiveMigration)

    modes = tables_of(migration, loader.project_state(key, at_end=False))

    assert modes == dict.fromkeys(("moderation_heldmessage", "moderation_mute", "moderation_report"), CHANGED)


@pytest.fixture
def before_bans(postgres_server: Postgres, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Site]:
    """A database as it was before chat's 0006, with a person and a room."""
    name = f"live_{abs(hash(request.node.name))}"
    site = Site(tmp_path, database_url=postgres_server.create_database(name))
    site.state.mkdir()
    site.manage("migrate", "accounts", "0005", "--verbosity", "0")
    site.manage("migrate", "chat", "0005", "--verbosity", "0")
    with psycopg.connect(site.env["DATABASE_URL"]) as connection:
        connection.execute(FIRST_PERSON)
        connection.execute(FIRST_ROOM)
    yield site
    site.transport.close()


def test_gives_way_to_a_writer_that_needs_what_it_has_locked(before_bans: Site, running: ExitStack) -> None:
    url = before_bans.env["DATABASE_URL"]
    with psycopg.connect(url) as writer, psycopg.connect(url, autocommit=True) as observer:
        writer.execute("UPDATE chat_room SET rev = rev + 1")
        migrating = running.enter_context(begun(before_bans))
        wait_until(lambda: is_anybody_waiting(observer), PATIENCE_SECONDS, "the migration to wait")
        # In the other order than the migration's operations: of two who hold what the other needs, PostgreSQL ends one.
        writer.execute("LOCK TABLE chat_membership IN ROW EXCLUSIVE MODE")
        writer.commit()

    assert ended_well(migrating)


@pytest.mark.timed
def test_others_are_served_while_the_migration_waits(before_bans: Site, running: ExitStack) -> None:
    url = before_bans.env["DATABASE_URL"]
    with psycopg.connect(url) as writer, psycopg.connect(url, autocommit=True) as observer:
        writer.execute("LOCK TABLE chat_membership IN ROW EXCLUSIVE MODE")
        migrating = running.enter_context(begun(before_bans))
        wait_until(lambda: is_anybody_waiting(observer), PATIENCE_SECONDS, "the migration to wait")
        longest = longest_read(url, HELD_SECONDS)
        assert migrating.poll() is None
        writer.commit()

    assert ended_well(migrating)
    # The migration's own wait, which is shorter than PostgreSQL's before it looks for a deadlock.
    assert longest < 1


@pytest.fixture
def running() -> Iterator[ExitStack]:
    """Programs that end with the test."""
    with ExitStack() as stack:
        yield stack


@contextmanager
def begun(site: Site) -> Iterator[subprocess.Popen[str]]:
    """The migration to chat's 0006."""
    command = [sys.executable, "manage.py", "migrate", "chat", "0006", "--verbosity", "0"]
    with subprocess.Popen(
        command, cwd=ROOT, env=site.env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as migrating:
        try:
            yield migrating
        finally:
            migrating.kill()


def ended_well(migrating: subprocess.Popen[str]) -> bool:
    said, _ = migrating.communicate(timeout=PATIENCE_SECONDS)
    assert migrating.returncode == 0, said
    return True


def is_anybody_waiting(observer: psycopg.Connection) -> bool:
    row = observer.execute(WAITING).fetchone()
    return row is not None and row[0] > 0


def longest_read(url: str, seconds: float) -> float:
    """Of somebody who counts members all the time."""
    longest, end = 0.0, time.monotonic() + seconds
    with psycopg.connect(url, autocommit=True) as reader:
        while (begin := time.monotonic()) < end:
            reader.execute("SELECT count(*) FROM chat_membership")
            longest = max(longest, time.monotonic() - begin)
    return longest
