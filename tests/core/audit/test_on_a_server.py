"""On a real server: an act is chained soon after its commit, also where the server is killed in between."""

from pathlib import Path

import pytest

from lab.clients.person import Person
from lab.servers.process import wait_until
from lab.servers.site import Site

CHAINED_SECONDS = 10.0


def waits(site: Site) -> bool:
    return "wait to be chained" in site.manage("audit", "verify")


def positions(site: Site) -> int:
    """Where the chain ends."""
    return int(site.manage("audit", "verify").splitlines()[-1].partition(":")[0])


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_acts_are_chained_within_ten_seconds(site: Site) -> None:
    with site:
        hanako = Person.set_up(site)
        room = hanako.create_room("Attic")
        wait_until(lambda: "audit chain: position" in site.log, CHAINED_SECONDS, "the chain")
        before = site.log.count("audit chain: position")
        hanako.http.patch(f"rooms/{room['id']}/", json={"name": "Loft"}).raise_for_status()
        wait_until(lambda: site.log.count("audit chain: position") > before, CHAINED_SECONDS, "the chain")
        assert not waits(site)
        assert "Loft" not in site.log
        end = positions(site)
    assert end >= 4  # the site's set-up, two rooms, the new name


def test_what_a_killed_server_left_is_chained_when_it_starts(site: Site) -> None:
    with site:
        hanako = Person.set_up(site)
        room = hanako.create_room("Attic")
        wait_until(lambda: "audit chain: position" in site.log, CHAINED_SECONDS, "the chain")
        hanako.http.patch(f"rooms/{room['id']}/", json={"name": "Loft"}).raise_for_status()
        site.kill()
        left = positions(site)
        assert waits(site)
        site.start()
        wait_until(lambda: positions(site) > left and not waits(site), 30, "the chain")
