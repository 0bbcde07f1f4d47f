"""The documents of the repository that tests read."""

from pathlib import Path

from lab.servers.process import ROOT

DOCUMENTS = ("README.md", "SECURITY.md", "benchmarks/README.md", "docs/**/*.md")


def documents() -> list[Path]:
    return sorted({file for pattern in DOCUMENTS for file in ROOT.glob(pattern)})


def name_of(file: Path) -> str:
    """The path below the repository, as the id of a test."""
    return str(file.relative_to(ROOT))
