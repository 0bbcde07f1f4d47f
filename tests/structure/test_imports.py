"""Which part may know which."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.servers.process import ROOT

# part: what it must not import, not even inside a function
FORBIDDEN = {
    "accounts": ["chat", "operations"],
    "chat": ["operations"],
    "config": ["operations"],
    "chat.models": ["chat.services", "chat.selectors", "chat.events", "chat.api", "chat.realtime", "chat.admin"],
    "chat.selectors": ["chat.services", "chat.events", "chat.api", "chat.realtime", "chat.admin"],
    "chat.services": ["chat.api", "chat.realtime", "chat.admin"],
    "chat.events": ["chat.services", "chat.selectors", "chat.api", "chat.socket.consumer", "chat.admin"],
    "chat.payloads": ["chat.services", "chat.selectors", "chat.events", "chat.api", "chat.realtime"],
    "chat.protocol": ["chat.services", "chat.selectors", "chat.events", "chat.models", "chat.api", "chat.realtime"],
    "chat.api": ["chat.realtime"],
    "chat.realtime": ["chat.api"],
    "core.environment": ["accounts", "chat"],
    "core.problems": ["accounts", "chat", "rest_framework", "channels"],
    "core.db.threads": ["accounts", "chat"],
}


def files_of(part: str) -> list[Path]:
    path = ROOT.joinpath(*part.split("."))
    return sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]


def imports_of(file: Path) -> Iterator[str]:
    """Dotted names; `from chat import events` counts as chat and as chat.events."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            assert node.module is not None, f"{file}: imports here are absolute"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_in(name: str, part: str) -> bool:
    return name == part or name.startswith(f"{part}.")


@pytest.mark.parametrize("part", FORBIDDEN)
def test_a_part_knows_only_what_is_below_it(part: str) -> None:
    known = {(file.name, name) for file in files_of(part) for name in imports_of(file)}
    assert known
    assert [entry for entry in known if any(is_in(entry[1], other) for other in FORBIDDEN[part])] == []


def test_only_events_publishes() -> None:
    files = [file for part in ("accounts", "chat", "config") for file in files_of(part)]
    assert [file.name for file in files if "get_channel_layer" in file.read_text()] == ["events.py"]
