"""A real server that speaks S3, shared by these tests, with a bucket for each."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from config.storages import storages
from files.s3.calls import outage
from lab.chaos.world.link import Link
from lab.programs.s3 import S3, NewBucket


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3]:
    with S3(tmp_path_factory.mktemp("s3")) as server:
        yield server


@pytest.fixture
def link(s3_server: S3) -> Iterator[Link]:
    """The way to the server, which a test may close."""
    with Link(s3_server.port) as link:
        yield link


@pytest.fixture
def remote(s3_server: S3, link: Link) -> NewBucket:
    """A bucket that is reached by the link."""
    return NewBucket(s3_server, link.port)


@pytest.fixture
def bucket(s3_server: S3, settings: Settings, tmp_path: Path) -> Iterator[NewBucket]:
    """A bucket in which this process keeps files."""
    new = NewBucket(s3_server)
    settings.STATE_DIR = tmp_path
    settings.FILES_STORAGE = "s3"
    settings.STORAGES = storages(tmp_path, new.options)
    yield new
    outage.end()
