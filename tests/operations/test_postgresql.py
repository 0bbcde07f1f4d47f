"""What only PostgreSQL has: other schemas, sessions from elsewhere, and programs that may be missing or too old."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from lab.programs.postgres import Postgres
from lab.servers.site import Site
from tests.operations.command import done, refused


@pytest.fixture(scope="module")
def site(postgres_server: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Not running."""
    site = Site(tmp_path_factory.mktemp("postgresql"), database_url=postgres_server.create_database("operations"))
    done(site, "migrate", "--verbosity", "0")
    return site


@pytest.fixture
def database(site: Site) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    with psycopg.connect(site.env["DATABASE_URL"], autocommit=True) as connection:
        yield connection


def test_what_is_no_part_of_the_site_stays(
    site: Site, database: "psycopg.Connection[tuple[object, ...]]", tmp_path: Path
) -> None:
    database.execute("CREATE SCHEMA figures")
    database.execute("CREATE TABLE figures.chat_room AS SELECT 1 AS one")
    database.execute("CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'")
    done(site, "backup", tmp_path / "a.backup")
    database.execute("UPDATE figures.chat_room SET one = 2")
    database.execute("CREATE TABLE since (id int)")
    assert "other sessions use this database" in refused(site, "restore", tmp_path / "a.backup")
    database.close()
    done(site, "restore", tmp_path / "a.backup")
    with psycopg.connect(site.env["DATABASE_URL"]) as again:
        assert again.execute("SELECT one, one() FROM figures.chat_room").fetchall() == [(2, 1)]
        assert again.execute("SELECT count(*) FROM chat_epoch").fetchone() == (1,)


def test_a_backup_goes_into_an_empty_database(site: Site, postgres_server: Postgres, tmp_path: Path) -> None:
    done(site, "backup", tmp_path / "a.backup")
    empty = postgres_server.create_database("operations_empty")
    said = done(site, "restore", tmp_path / "a.backup", DATABASE_URL=empty)
    assert "is kept in" not in said
    assert "[ ]" not in done(site, "showmigrations", DATABASE_URL=empty)


def test_programs_that_are_missing_or_too_old(site: Site, tmp_path: Path) -> None:
    words = refused(site, "backup", tmp_path / "a.backup", PATH=str(tmp_path))
    assert "pg_dump is missing" in words
    assert "apt install postgresql-client" in words
    old = tmp_path / "pg_dump"
    old.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n")
    old.chmod(0o755)
    words = refused(site, "backup", tmp_path / "a.backup", PATH=f"{tmp_path}:{os.environ['PATH']}")
    assert "pg_dump is of version 9, and the server of version" in words
    assert list(tmp_path.glob("*.backup")) == []


def test_no_command_line_has_the_password(site: Site, postgres_server: Postgres, tmp_path: Path) -> None:
    seen = tmp_path / "pg_dump"
    seen.write_text('#!/bin/sh\necho "pg_dump (PostgreSQL) 99 $*" | tee -a "$0.seen"; test -n "$PGPASSWORD"\n')
    seen.chmod(0o755)
    done(site, "backup", tmp_path / "a.backup", PATH=f"{tmp_path}:{os.environ['PATH']}")
    assert "--format=custom" in Path(f"{seen}.seen").read_text()
    assert postgres_server.password not in Path(f"{seen}.seen").read_text()


def test_a_dump_that_fails_leaves_no_file(site: Site, tmp_path: Path) -> None:
    broken = tmp_path / "pg_dump"
    broken.write_text(
        '#!/bin/sh\ntest "$1" = --version && echo "pg_dump (PostgreSQL) 99" && exit\necho no >&2; exit 1\n'
    )
    broken.chmod(0o755)
    words = refused(site, "backup", tmp_path / "a.backup", PATH=f"{tmp_path}:{os.environ['PATH']}")
    assert words == "pg_dump could not finish: no"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pg_dump"]


def test_what_pg_restore_cannot_read_changes_nothing(site: Site, tmp_path: Path) -> None:
    """A backup whose dump is none: the file is whole, and says what it is."""
    fake = tmp_path / "pg_dump"
    fake.write_text('#!/bin/sh\necho "pg_dump (PostgreSQL) 99"\n')
    fake.chmod(0o755)
    done(site, "backup", tmp_path / "a.backup", PATH=f"{tmp_path}:{os.environ['PATH']}")
    before = set(site.state.iterdir())
    assert "pg_restore cannot read the backup's database" in refused(site, "restore", tmp_path / "a.backup")
    assert set(site.state.iterdir()) == before
