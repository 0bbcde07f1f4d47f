"""Every command that the documents name exists: `make` targets, modules that `python -m` runs, and `manage.py` commands."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands

from lab.servers.process import ROOT
from tests.docs.documents import documents, name_of

CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
MAKE = re.compile(r"^(?:[A-Z_]+=\S+ )*make ([a-z][a-z-]*)", re.MULTILINE)
MODULE = re.compile(r"python -m ([a-z_]+(?:\.[a-z_]+)*)")
MANAGE = re.compile(r"\bmanage(?:\.py)? ([a-z]+)\b")
TARGET = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)


def commands_in(text: str, command: re.Pattern[str]) -> Iterator[str]:
    for code in CODE.findall(text):
        yield from command.findall(code.strip("`"))


def is_ours(module: str) -> bool:
    return (ROOT / module.split(".")[0]).is_dir()


def is_there(module: str) -> bool:
    path = ROOT.joinpath(*module.split("."))
    return path.with_suffix(".py").exists() or (path / "__main__.py").exists()


@pytest.mark.parametrize("file", documents(), ids=name_of)
def test_every_command(file: Path) -> None:
    text = file.read_text()
    targets = set(TARGET.findall((ROOT / "Makefile").read_text()))
    assert set(commands_in(text, MAKE)) <= targets
    assert [name for name in commands_in(text, MODULE) if is_ours(name) and not is_there(name)] == []
    assert set(commands_in(text, MANAGE)) <= set(get_commands())


def test_a_command_that_is_gone_is_found() -> None:
    text = "`make gone`, `make run`, ```sh\nmake nothing\npython -m benchmarks.gone\n```, `manage.py lost`"
    assert set(commands_in(text, MAKE)) == {"gone", "run", "nothing"}
    assert [name for name in commands_in(text, MODULE) if not is_there(name)] == ["benchmarks.gone"]
    assert set(commands_in(text, MANAGE)) - set(get_commands()) == {"lost"}
