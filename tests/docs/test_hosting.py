"""The tables of docs/hosting.md hold every variable there is, and no other."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from lab.servers.process import ROOT
from lab.servers.settings import PRODUCTION

TEXT = (ROOT / "docs" / "hosting.md").read_text()
# Read by the command that serves, not by the settings.
COMMAND = {"HOST", "PORT"}


def table(after: str) -> set[str]:
    """The names in the first cells of the first table after this text."""
    rows = re.findall(r"^\|.*$", TEXT.split(after, 1)[1].split("\n\n#")[0], re.MULTILINE)
    names: set[str] = set()
    for row in rows:
        names.update(re.findall(r"`([A-Z0-9_]+)`", row.split("|")[1]))
    return names


def test_every_setting() -> None:
    files = ("settings.py", "storages.py", "moderation.py", "audit.py", "outgoing.py")
    texts = [(ROOT / "config" / name).read_text() for name in files]
    read = set(re.findall(r"(?:env|Environment\(\))\.\w+\(\s*\"([A-Z0-9_]+)\"", "".join(texts)))
    assert table("## Settings") == read | COMMAND


def test_every_rate(tmp_path: Path) -> None:
    """Those of a site in production, where none is set."""
    program = "import json; from config import settings; print(json.dumps([settings.RATES, settings.ACCOUNT_RATES]))"
    env = {**os.environ, **PRODUCTION, "IRORI_STATE": str(tmp_path)}
    printed = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=env, capture_output=True, check=True).stdout
    of_addresses, of_accounts = json.loads(printed)
    addresses = {f"RATE_{scope.upper()}": rate for scope, rate in of_addresses.items()}
    accounts = {
        f"ACCOUNT_RATE_{scope}_{where}".removesuffix("_anywhere").upper(): rate
        for scope, rates in of_accounts.items()
        for where, rate in rates.items()
    }
    assert documented_rates() == {**addresses, **accounts}


def documented_rates() -> dict[str, str]:
    rows = re.findall(r"^\| (`(?:ACCOUNT_)?RATE_.*?) \|.*\| (.*?) \|$", TEXT, re.MULTILINE)
    return {
        name: rate
        for names, rates in rows
        for name, rate in zip(re.findall(r"`(\w+)`", names), re.findall(r"`(.+?)`", rates), strict=True)
    }


@pytest.mark.parametrize(
    ("heading", "file", "variable"),
    [
        ("variable of `render`", "nginx/render", r": \"\$\{([A-Z_]+):=|\"\$\{([A-Z_]+):="),
        ("variable of `supervisord.conf`", "supervisor/supervisord.conf", r"ENV_([A-Z_]+)"),
        ("variable of `compose.yaml`", "compose.yaml", r"\$\{([A-Z_]+)"),
    ],
)
def test_every_variable_of_what_stands_around_it(heading: str, file: str, variable: str) -> None:
    found = re.findall(variable, (ROOT / "deploy" / file).read_text())
    read = {name for match in found for name in ([match] if isinstance(match, str) else match) if name}
    section = TEXT.split(heading, 1)[1].split("\n\n")[0]
    listed = {name for row in section.splitlines()[2:] for name in re.findall(r"`([A-Z_]+)`", row.split("|")[1])}
    assert listed == read


def test_every_file_it_names_is_there() -> None:
    named = set(re.findall(r"\bdeploy/[\w./@-]*\w", TEXT)) - {"deploy/irori.env", "deploy/certificates", "deploy/acme"}
    assert len(named) >= 5
    assert [name for name in named if not (ROOT / name).exists()] == []
