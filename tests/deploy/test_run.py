"""deploy/run: a command with the settings of irori.env, as systemd reads them."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from lab.servers.process import ROOT
from tests.core.test_environment import GOOD_SECRET

RUN = ROOT / "deploy" / "run"
SHOW = ["python3", "-c", "import json, os; print(json.dumps(dict(os.environ)))"]
PYTHON = str(ROOT / ".venv" / "bin" / "python")


def run(file: Path, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], **variables}
    return subprocess.run([RUN, file, *command], cwd=file.parent, env=env, capture_output=True, text=True, timeout=100)


def read(tmp_path: Path, text: str) -> dict[str, str]:
    file = tmp_path / "irori.env"
    file.write_bytes(text.encode())
    done = run(file, *SHOW)
    assert done.returncode == 0, done.stderr
    found: dict[str, str] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    ("line", "value"),
    [
        # Those of docs/hosting.md, which a shell breaks at or cuts short.
        ("X=Irori <irori@example.org>", "Irori <irori@example.org>"),
        ("X=redis://:password@a:6379/0, redis://:password@b:6379/0", "redis://:password@a:6379/0, redis://:password@b:6379/0"),
        ("X=postgres://irori:p@db/irori?sslmode=require&options=-c%20statement_timeout=20000", "postgres://irori:p@db/irori?sslmode=require&options=-c%20statement_timeout=20000"),
        ("X=first second", "first second"),
        # What nobody may run, whatever a value looks like.
        ("X=$(touch ran) `touch ran` $HOME ; touch ran", "$(touch ran) `touch ran` $HOME ; touch ran"),
        ("X='$HOME \\ #\"'", '$HOME \\ #"'),
        ('X="a \'b\'"', "a 'b'"),
        ("X=it's #1", "it's #1"),
        (" X =\t a = b \r", "a = b"),
        ("X=炉端", "炉端"),
        ("X=", ""),
        ("X=1\nX=2", "2"),
        ("X=1\n; X=2\n# X=3\n\n", "1"),
    ],
)  # fmt: skip
def test_a_value_is_what_systemd_says(line: str, value: str, tmp_path: Path) -> None:
    assert read(tmp_path, f"{line}\n")["X"] == value
    assert not list(ROOT.glob("ran"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A=1\nexport X=secret", "line 2 is not NAME=VALUE"),
        ("secret", "line 1 is not NAME=VALUE"),
        ("X='secret", "quote"),
        ("X='secret' 'secret'", "quote"),
        ("X=sec\\ret", "put it in single quotes"),
        ('X="sec\\ret"', "put it in single quotes"),
        ("# secret \\\nX=1", "a comment that ends with a backslash"),
    ],
)
def test_what_its_readers_understand_in_different_ways_is_refused(text: str, said: str, tmp_path: Path) -> None:
    """And nothing of it is told: it may be a secret."""
    file = tmp_path / "irori.env"
    file.write_text(text)
    done = run(file, "echo", "it ran")
    assert done.returncode == 1
    assert said in done.stderr
    assert "secret" not in done.stderr + done.stdout
    assert "it ran" not in done.stdout


def test_without_a_file_nothing_runs(tmp_path: Path) -> None:
    done = run(tmp_path / "irori.env", "echo", "it ran")
    assert (done.returncode, done.stdout) == (1, "")
    assert "No such file" in done.stderr


def test_the_state_folder_is_that_of_the_units_unless_the_file_says_another(tmp_path: Path) -> None:
    of_units = set(
        re.findall(r"IRORI_STATE=(\S+)", "".join(unit.read_text() for unit in ROOT.glob("deploy/systemd/*.service")))
    )
    assert of_units == {read(tmp_path, "")["IRORI_STATE"]}
    found = read(tmp_path, "IRORI_STATE=/srv/irori")
    assert (found["IRORI_STATE"], found["STATE_DIRECTORY"]) == ("/srv/irori", "/srv/irori")


def test_a_command_leaves_the_state_folder_open_and_closes_what_is_private_in_it(tmp_path: Path) -> None:
    """nginx takes static files from it; it was closed by the first command that opened an SQLite database."""
    state = tmp_path / "state"
    state.mkdir()
    state.chmod(0o755)
    for name in ("irori.sqlite3", "secret_key", "signing_key"):
        (state / name).touch()
        (state / name).chmod(0o644)
    for name in ("secret_key", "signing_key"):
        (state / name).write_text(GOOD_SECRET if name == "secret_key" else GOOD_SECRET[::-1])
    file = tmp_path / "irori.env"
    file.write_text(f"IRORI_STATE={state}\nLOG_LEVEL=WARNING\nEMAIL_FROM=Irori <irori@example.org>\n")
    done = run(file, PYTHON, "manage.py", "migrate", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    assert state.stat().st_mode & 0o777 == 0o755
    assert {path.name: path.stat().st_mode & 0o777 for path in state.iterdir() if path.stat().st_mode & 0o077} == {}
