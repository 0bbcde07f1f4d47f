"""A push service, and a site that may reach it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.push.service import PushService
from lab.servers.site import Site


@pytest.fixture
def service(tmp_path: Path) -> Iterator[PushService]:
    with PushService(tmp_path / "service") as service:
        yield service


@pytest.fixture
def pushing(tmp_path: Path, service: PushService) -> Iterator[Site]:
    with Site(tmp_path / "site", env=service.settings) as site, site.no_traceback():
        yield site
