"""One Chromium for all browser tests, and windows on the sites."""

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from lab.browser.windows import Windows, launch
from lab.servers.site import Site

FAILED = pytest.StashKey[bool]()


# Of the package, not of the session: while Playwright runs, this thread counts as inside an event loop, which other tests must not be.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def windows(request: pytest.FixtureRequest, chromium: Browser, current_site: Site, tmp_path: Path) -> Iterator[Windows]:
    """Opens windows on the test's site. Keeps pictures of a test that fails."""
    opened = Windows(chromium, current_site)
    try:
        yield opened
        if opened.unexpected or request.node.stash.get(FAILED, False):
            opened.photograph(tmp_path)
            print(f"What the windows showed: {tmp_path}")
    finally:
        opened.close()
    assert not opened.unexpected, opened.unexpected


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)
