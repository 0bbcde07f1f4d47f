"""Calls that Schemathesis makes up from the schema, by somebody with an account: no 5xx, no traceback, nobody else's data."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from lab.clients.person import Newcomer, Person
from lab.servers.site import Site

# As its command does, wherever that was installed.
PROGRAM = """
import schemathesis
from schemathesis.cli import schemathesis as run


@schemathesis.serializer("application/offset+octet-stream")
def chunk(context, value):
    return value if isinstance(value, bytes) else str(value).encode()


run()
"""
SEED = 20261126
SECONDS = 30
SECRET = "the cake is in the oven"
# Two workers parse their own sources at the same time, and Python 3.11 answers some of that with a SystemError.
WORKERS = 1
LINE = 300
# Whoever does one of these is signed out, and every call after it would be refused.
LEFT_OUT = ("/api/session/", "/api/me/password/", "/api/me/sessions/{session_id}/")


def findings(output: str) -> str:
    """The sections of a run's output that say what went wrong. A traceback may quote a whole source file in one line."""
    _, *sections = re.split(r"^=+ ([A-Z]+) =+$", output, flags=re.MULTILINE)
    told = [text for name, text in zip(sections[::2], sections[1::2], strict=True) if name in ("ERRORS", "FAILURES")]
    return "\n".join(line[:LINE] for line in "".join(told or [output[-5000:]]).splitlines())


@pytest.mark.timeout(SECONDS * 8)
def test_calls_of_the_schema(site: Site, newcomer: Newcomer, outsider: Person, tmp_path: Path) -> None:
    others = newcomer(site)
    room = others.create_room("Secret kitchen", kind="private")
    message = others.say(room, SECRET)
    report = tmp_path / "report.ndjson"
    command = [
        *(sys.executable, "-c", PROGRAM, "run", f"{site.url}/api/schema/?format=json"),
        *("--header", f"Authorization: Bearer {outsider.token}"),
        *("--checks", "not_a_server_error", "--phases", "examples,coverage,fuzzing", "--mode", "all"),
        *("--seed", f"{SEED}", "--max-time", f"{SECONDS}", "--max-examples", "20", "--workers", f"{WORKERS}"),
        *("--generation-database", "none", "--no-color", "--request-timeout", "20"),
        *("--report", "ndjson", "--report-ndjson-path", str(report), "--output-sanitize", "false"),
        *(part for path in LEFT_OUT for part in ("--exclude-path", path)),
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=SECONDS * 6)
    assert done.returncode == 0, findings(done.stdout) + done.stderr[-2000:]
    assert SECRET not in report.read_text()
    assert others.http.get(f"messages/{message['id']}/").json() == message
    assert others.http.get(f"rooms/{room['id']}/").json()["name"] == "Secret kitchen"
    # It was somebody with an account until the end.
    assert outsider.http.get("me/").status_code == 200
