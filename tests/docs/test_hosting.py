"""The tables of docs/hosting.md hold every variable there is, and no other."""

import re

import pytest

from tests.servers.process import ROOT

TEXT = (ROOT / "docs" / "hosting.md").read_text()
# Read by the command that serves, not by the settings.
COMMAND = {"HOST", "PORT"}


def table(after: str) -> set[str]:
    """The names in the first cells of the first table after this text."""
    rows = re.findall(r"^\|.*$", TEXT.split(after, 1)[1].split("\n\n#")[0], re.MULTILINE)
    names: set[str] = set()
    for row in rows:
        names.update(re.findall(r"`([A-Z_]+)`", row.split("|")[1]))
    return names


def test_every_setting() -> None:
    read = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", (ROOT / "config" / "settings.py").read_text()))
    assert table("## Settings") == read | COMMAND


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
