"""What is restored on PostgreSQL comes all at once, database and files, also where it cannot be brought up to date."""

import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from lab.programs.postgres import Postgres
from lab.servers.process import PATIENCE_SECONDS, ROOT
from lab.servers.site import Site
from tests.operations.command import done
from tests.operations.conftest import BLOB, TEA, put_file

# manage.py, which is killed or fails where the restored database is brought up to date.
AT_MIGRATE = """
import os, runpy, signal, sys
from django.core import management

how = sys.argv[1]

def call_command(name, *_, **__):
    assert name == "migrate"
    if how == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    raise OSError("a migration failed")

management.call_command = call_command
sys.argv = ["manage.py", *sys.argv[2:]]
runpy.run_path("manage.py", run_name="__main__")
"""


@pytest.mark.parametrize("how", ["killed", "failed"])
def test_cut_before_it_is_brought_up_to_date(how: str, postgres_server: Postgres, tmp_path: Path) -> None:
    url = postgres_server.create_database(f"halfway_{how}")
    site = Site(tmp_path, database_url=url)
    for command in (("migrate", "--verbosity", "0"), ("demo",)):
        done(site, *command)
    file = put_file(site, BLOB, TEA)
    done(site, "backup", tmp_path / "a.backup")
    with psycopg.connect(url) as database:
        database.execute("UPDATE chat_message SET text = 'since the backup'")
    file.write_bytes(b"since the backup")
    halfway = [sys.executable, "-c", AT_MIGRATE, how, "restore", str(tmp_path / "a.backup")]
    # Another key in the environment than in the backup: which one to set is told before this, too.
    env = {**site.env, "SECRET_KEY": "another key, which is as long as one must be, and longer"}
    ended = subprocess.run(halfway, cwd=ROOT, env=env, capture_output=True, text=True, timeout=PATIENCE_SECONDS)
    with psycopg.connect(url) as database:
        assert database.execute("SELECT count(DISTINCT text) > 1 FROM chat_message").fetchone() == (True,)
    assert file.read_bytes() == TEA
    assert (site.state / "restored-keys.env").exists()
    assert len(list(site.state.glob("before-restore-*.backup"))) == 1
    if how == "killed":
        assert ended.returncode == -signal.SIGKILL, ended.stdout + ended.stderr
    else:
        assert ended.returncode == 1, ended.stdout + ended.stderr
        assert "The state before is kept in" in ended.stdout
        assert "Now start the site" not in ended.stdout
        assert "could not be brought up to date: a migration failed" in ended.stderr
        assert "Nothing was changed" not in ended.stderr
    done(site, "migrate", "--verbosity", "0")
