"""The lines about backups in docs/hosting.md, run as they are written, on a site whose folders are elsewhere."""

import re
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from lab.programs.postgres import Postgres
from lab.servers.process import ROOT
from lab.servers.site import Site
from tests.operations.command import done

TEXT = (ROOT / "docs" / "hosting.md").read_text().split("## Backups", 1)[1].split("## Sizing", 1)[0]
BLOCKS: list[str] = re.findall(r"```(?:sh)?\n(.*?)```", TEXT, re.DOTALL)
# What a test cannot do: become somebody else, stop units, reach another machine.
STAND_INS = """
set -e
sudo() { shift 2; "$@"; }
systemctl() { echo "systemctl $*"; }
install() { command install $(printf '%s\\n' "$@" | sed 's/^-o$//; s/^irori$//'); }
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """On SQLite and not running; its state is at var/lib/irori below its folder, with a key in its environment file."""
    folder = tmp_path_factory.mktemp("host")
    site = Site(folder)
    site.state = folder / "var" / "lib" / "irori"
    site.env = {**site.env, "IRORI_STATE": str(site.state)}
    for name in ("etc/irori", "var/backups", "var/lib/irori"):
        (folder / name).mkdir(parents=True)
    # With a value that a shell would not understand; and nginx enters the state folder.
    (folder / "etc/irori/irori.env").write_text("LOG_LEVEL=WARNING\nEMAIL_FROM=Irori <irori@example.org>\n")
    done(site, "migrate", "--verbosity", "0", STATE_DIRECTORY=str(site.state))
    site.state.chmod(0o755)
    return site


def the_block(containing: str) -> str:
    (block,) = (block for block in BLOCKS if containing in block)
    return block


def run(site: Site, *lines: str) -> str:
    """Under this folder instead of the root."""
    script = re.sub(r"(?<![\w.])/(etc|var)/", rf"{site.folder}/\1/", "\n".join(lines)).replace("/opt/irori", str(ROOT))
    done = subprocess.run(
        ["bash", "-c", STAND_INS + script], cwd=ROOT, env=site.env, capture_output=True, text=True, timeout=100
    )
    assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"
    return done.stdout


def test_the_lines_for_workers(site: Site) -> None:
    """Make a passphrase, back up, stop, restore, start."""
    said = run(site, the_block("manage() {"), the_block("install -d"), the_block("manage restore"))
    assert "Its keys are sealed" in said
    assert re.search(r"systemctl stop .*\n(.*\n)*Restored .*first\.backup(.*\n)*systemctl start irori\.target", said), (
        said
    )
    (kept,) = site.state.glob("before-restore-*")
    assert str(kept) in said
    folder = site.folder / "var" / "backups" / "irori"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert site.state.stat().st_mode & 0o777 == 0o755
    assert [path for path in site.state.iterdir() if path.stat().st_mode & 0o077] == []


def test_the_lines_for_every_night(site: Site) -> None:
    lines = [line.split(maxsplit=6)[6].replace("\\%", "%") for line in the_block("17 4").splitlines()]
    run(site, the_block("install -d").split("manage backup")[0])
    before = set((site.folder / "var" / "backups" / "irori").iterdir())
    for line in lines:
        run(site, line)
    (made,) = set((site.folder / "var" / "backups" / "irori").iterdir()) - before
    assert re.fullmatch(r"\d{4}-\d\d-\d\d\.backup", made.name)


def test_the_lines_for_two_commands_and_the_trial(site: Site, tmp_path: Path) -> None:
    back_up = the_block("backup irori.backup\n").replace("irori.backup", f"{tmp_path}/irori.backup")
    restore = the_block("PORT=8100").splitlines()[0].replace("irori.backup", f"{tmp_path}/irori.backup")
    run(site, back_up, restore.replace("$PWD/trial", f"{tmp_path}/trial"))
    assert (tmp_path / "trial" / "irori.sqlite3").exists()


# docker with the containers' programs on this machine: the database's have the address of the test's server, the site's run here.
DOCKER = """
set -e
docker() {
  shift 5
  case "$1 $2" in
    "exec -T") shift 2 ;;
    "run --rm") shift 4 ;;
    *) echo "docker $*"; return ;;
  esac
  where=$1; shift
  if [ "$where" = postgres ]; then env $OF_POSTGRES "$@"; else "$@"; fi
}
"""
STORE = """
from accounts.jobs import MAIL
from core.jobs.queue import enqueue
enqueue(MAIL, {"sealed": ""})
"""
SHOW = """
from chat import selectors
from core.jobs.models import Job
waiting = Job.objects.filter(type="accounts.mail", due_at__isnull=False).count()
print(selectors.epoch(), Job.objects.filter(type="accounts.mail").count(), waiting)
"""


def test_the_lines_for_containers(postgres_server: Postgres, tmp_path: Path) -> None:
    """A site loses a file, a letter is sent and the database changes: all of it is back, but no letter goes twice."""
    with psycopg.connect(postgres_server.url, autocommit=True) as connection:
        connection.execute("CREATE ROLE irori SUPERUSER LOGIN PASSWORD 'sesame'")
        connection.execute("CREATE DATABASE irori OWNER irori")
    site = Site(tmp_path, database_url=f"postgres://irori:sesame@127.0.0.1:{postgres_server.port}/irori")
    done(site, "migrate", "--verbosity", "0")
    done(site, "shell", "-c", STORE)
    epoch = done(site, "shell", "-c", SHOW).split()[-3]
    blob = site.state / "files" / "blobs" / "3f" / "original"
    for file in (
        blob,
        site.state / "files" / "parts" / "unfinished",
        tmp_path / "opt" / "irori" / "deploy" / "irori.env",
    ):
        file.parent.mkdir(parents=True)
        file.write_text("a picture of the tea")
    run_in_containers(postgres_server, site, the_block("files.tar &&"))
    assert (tmp_path / "irori.env").exists()
    assert {(tmp_path / name).stat().st_mode & 0o777 for name in ("irori.dump", "files.tar", "irori.env")} == {0o600}
    assert "unfinished" not in (tmp_path / "files.tar").read_bytes().decode(errors="replace")

    blob.unlink()
    said = run_in_containers(postgres_server, site, the_block("umask").splitlines()[1], the_block("irori_before"))
    assert said.strip().endswith("docker up --detach")
    assert blob.read_text() == "a picture of the tea"
    now, letters, waiting = done(site, "shell", "-c", SHOW).split()[-3:]
    assert now != epoch
    assert (letters, waiting) == ("1", "0")
    with psycopg.connect(postgres_server.database_url("irori_before")) as before:
        assert before.execute("SELECT value::text FROM chat_epoch").fetchone() == (epoch,)


def run_in_containers(server: Postgres, site: Site, *lines: str) -> str:
    script = "\n".join(lines).replace("/opt/irori", f"{site.folder}/opt/irori").replace("/irori/var", str(site.state))
    script = script.replace("python manage.py", f"{sys.executable} {ROOT}/manage.py")
    env = {**site.env, "OF_POSTGRES": f"PGHOST=127.0.0.1 PGPORT={server.port} PGPASSWORD=sesame"}
    done = subprocess.run(
        ["bash", "-c", DOCKER + script], cwd=site.folder, env=env, capture_output=True, text=True, timeout=100
    )
    assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"
    return done.stdout
