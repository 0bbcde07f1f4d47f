"""The README is short, and its figures are those of benchmarks/results.json; `make check` runs the same comparison."""

import re
import shutil
from pathlib import Path

import pytest

from benchmarks.reporting import report
from benchmarks.reporting.readme import BEGIN
from benchmarks.results import Results
from lab.servers.process import ROOT

PUBLISHED = ("README.md", "benchmarks/RESULTS.md", "docs/fanout.svg")
MOST_LINES = 120


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with the published files alone."""
    for name in PUBLISHED:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_published_figures_are_those_of_the_results() -> None:
    assert report.stale(Results.read(report.RESULTS)) == []


@pytest.mark.parametrize("name", PUBLISHED)
def test_another_figure_is_found(copy: Path, name: str) -> None:
    file = copy / name
    text = file.read_text()
    start = text.index(BEGIN) if name == "README.md" else 0
    figure = re.compile(r"\d{3},\d{3}").search(text, start)
    assert figure is not None
    file.write_text(text[: figure.start()] + "999,998" + text[figure.end() :])
    assert report.stale(Results.read(report.RESULTS), copy) == [file]


def test_publishing_mends_it(copy: Path) -> None:
    readme = copy / "README.md"
    text = readme.read_text()
    readme.write_text(text.replace(" a second |", " an hour |"))
    report.publish(Results.read(report.RESULTS), copy)
    assert readme.read_text() == text


def test_a_readme_without_its_block_is_an_error(copy: Path) -> None:
    (copy / "README.md").write_text("# Irori\n")
    with pytest.raises(ValueError, match="needs one block"):
        report.stale(Results.read(report.RESULTS), copy)


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= MOST_LINES
