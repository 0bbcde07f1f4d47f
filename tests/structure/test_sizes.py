"""A file tells one story, and a folder can be taken in at a glance."""

import subprocess
from collections import Counter
from pathlib import PurePath

from lab.servers.process import ROOT

MOST_LINES = 250
MOST_FILES = 20
# Made by a program, or history: nobody reads these from top to bottom.
GENERATED = {"migrations"}


def tracked() -> list[PurePath]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [PurePath(name) for name in listed.split("\0") if name and (ROOT / name).exists()]


def lines_of(file: PurePath) -> int:
    return len((ROOT / file).read_text().splitlines())


def test_no_python_file_is_long() -> None:
    files = [file for file in tracked() if file.suffix == ".py" and not GENERATED.intersection(file.parts)]
    assert len(files) > 100
    assert {str(file): lines_of(file) for file in files if lines_of(file) > MOST_LINES} == {}


def test_no_folder_is_full() -> None:
    counts = Counter(file.parent for file in tracked() if not GENERATED.intersection(file.parts))
    assert {str(folder): count for folder, count in counts.items() if count > MOST_FILES} == {}
