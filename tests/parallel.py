"""Which tests go to which process when `pytest -n` runs several: a file stays together, and what waits longest begins first."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadGroupScheduling

from lab.servers import once

# Fixtures that start programs, the slowest first: tests with none of these fill the gaps at the end.
SERVERS = (
    {"windows", "chromium"},
    {"site", "full_site", "either_site", "fresh_site", "postgres_server", "redis_server", "tmp_path_factory"},
)

# Markers that `make test` selects by, and that a file names where its tests have them.
NAMED = ("timed", "django_db")


class FileScheduling(LoadGroupScheduling):
    """Hands out whole files, or whole groups of `xdist_group`, in the order of collection.

    The servers and rows that a module's fixtures make are then made once.
    """

    def _split_scope(self, nodeid: str) -> str:
        group: str = super()._split_scope(nodeid)
        return group if group != nodeid else nodeid.partition("::")[0]


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.add_cleanup(once.share())


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FileScheduling:
    config.option.loadscopereorder = False  # it would begin with the files of most tests, which are the fastest
    return FileScheduling(config, log)


def pytest_itemcollected(item: pytest.Item) -> None:
    for group in sorted(shared_by(item)):
        item.add_marker(pytest.mark.xdist_group(group))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Reads no file of tests that are not selected: reading all takes seven seconds, for one test as for all."""
    first, *_ = expression = config.option.markexpr.split(" ")
    if first not in NAMED or "or" in expression or not collection_path.name.startswith("test_"):
        return None
    return None if first in _text(collection_path) else True


@pytest.hookimpl(trylast=True)  # after pytest-django, whose order is kept among files that wait for the same
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sorts files by what they wait for."""
    _expect_named(items)
    ranks = {path: min(map(_rank, of_file)) for path, of_file in _by_file(items).items()}
    items.sort(key=lambda item: ranks[item.path.as_posix()])


def _expect_named(items: Iterable[pytest.Item]) -> None:
    for item in items:
        for marker in NAMED:
            if item.get_closest_marker(marker) and marker not in _text(item.path):
                raise pytest.UsageError(f"{item.nodeid} is {marker}, and its file does not say so")


@cache
def _text(file: Path) -> str:
    return file.read_text() if file.is_file() else ""


def shared_by(item: pytest.Item) -> set[str]:
    """What at most one process should have at a time: the cluster, and the folder where a benchmark installs its programs."""
    found = {"shared_cluster"} & set(getattr(item, "fixturenames", ()))
    return found | ({"bench"} if item.get_closest_marker("bench") else set())


def _by_file(items: Iterable[pytest.Item]) -> dict[str, list[pytest.Item]]:
    files: dict[str, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path.as_posix(), []).append(item)
    return files


def _rank(item: pytest.Item) -> int:
    if item.get_closest_marker("long"):
        return 0
    used = set(getattr(item, "fixturenames", ()))
    return next((rank for rank, fixtures in enumerate(SERVERS, 1) if used & fixtures), len(SERVERS) + 1)
