"""Every path of the repository that the documents name exists, and so does every heading that a link points to."""

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from lab.servers.process import ROOT
from tests.docs.documents import documents, name_of

# Folders that a build, a run or an operator makes.
MADE = ("var/", "frontend/dist", "frontend/node_modules", "deploy/certificates", "deploy/acme")
# Sources whose comments may name a document; those of the web app's packages are other people's.
SOURCES = (".py", ".ts", ".tsx", ".toml", ".txt", ".yaml", ".conf", "Makefile")
OTHERS = ("tests/docs/", "frontend/node_modules/")
BLOCKS = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
# A word is taken for a path where it begins with a folder of the repository, or ends as a source file does.
FILE = re.compile(r"[\w./-]*\w\.(?:py|ts|tsx|md|svg)")
TEMPLATE = re.compile(r"[*<>{}…$]|\bNAME\b")


@cache
def tracked() -> set[str]:
    """Files of the repository, and their folders; also files that are about to be committed."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True)
    files = {name for name in done.stdout.splitlines() if (ROOT / name).exists()}
    return files | {str(folder) for name in files for folder in Path(name).parents}


def paths_in(text: str) -> Iterator[str]:
    """The repository paths that a document's text names in backticks, as they are written."""
    for word in CODE.findall(BLOCKS.sub("", text)):
        word = word.rstrip("/").split(":")[0]
        top, slash, _ = word.partition("/")
        names_folder = slash and top.isidentifier() and (ROOT / top).is_dir()
        if not TEMPLATE.search(word) and " " not in word and (names_folder or FILE.fullmatch(word)):
            yield word


def links_in(text: str) -> Iterator[str]:
    for target in LINK.findall(BLOCKS.sub("", text)):
        if not re.match(r"[a-z]+:", target):
            yield target


def anchors_of(file: Path) -> set[str]:
    """The anchors that GitHub gives the headings of a file."""
    headings = HEADING.findall(BLOCKS.sub("", file.read_text()))
    return {re.sub(r"[^\w\- ]", "", heading.lower().strip()).replace(" ", "-") for heading in headings}


def missing_paths(text: str, *, folder: str = "") -> list[str]:
    """Paths may be relative to the document's `folder`. A file name alone may stand in any folder: the sentence says which."""
    known = tracked()
    names = {Path(name).name for name in known}
    return [
        path
        for path in paths_in(text)
        if not known.intersection((path, f"{folder}/{path}"))
        and not path.startswith(MADE)
        and not ("/" not in path and path in names)
    ]


def broken_links(file: Path) -> list[str]:
    broken = []
    for target in links_in(file.read_text()):
        path, _, anchor = target.partition("#")
        place = (file.parent / path).resolve() if path else file
        if not place.exists() or (anchor and place.suffix == ".md" and anchor not in anchors_of(place)):
            broken.append(target)
    return broken


@pytest.mark.parametrize("file", documents(), ids=name_of)
def test_every_path_and_link(file: Path) -> None:
    folder = str(file.parent.relative_to(ROOT))
    assert missing_paths(file.read_text(), folder=folder) == []
    assert broken_links(file) == []


def test_documents_that_sources_name_exist() -> None:
    sources = [ROOT / name for name in tracked() if name.endswith(SOURCES) and not name.startswith(OTHERS)]
    named = {(str(file.relative_to(ROOT)), document) for file in sources for document in documents_in(file)}
    assert named, "sources refer to decisions"
    assert [entry for entry in named if not (ROOT / entry[1]).exists()] == []


def documents_in(source: Path) -> set[str]:
    return set(re.findall(r"(?<![\w/])docs/[\w./-]*\w\.md", source.read_text()))


def test_a_path_that_is_gone_is_found(tmp_path: Path) -> None:
    text = "See `chat/services/gone.py`, `chat/gone/`, `gone.py`, `gone/tour.md` and `chat/services/rules.py`; `wss://chat/` is none."
    assert missing_paths(text) == ["chat/services/gone.py", "chat/gone", "gone.py", "gone/tour.md"]
    assert missing_paths("`drops/backoff.py`", folder="benchmarks") == []
    document = tmp_path / "page.md"
    document.write_text("# One\n\n[here](#one) [there](#two) [away](gone.md) [web](https://example.org/)\n")
    assert broken_links(document) == ["#two", "gone.md"]
