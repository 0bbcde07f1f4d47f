"""The index comes back with a backup, and fits the messages that come back with it."""

from pathlib import Path

import pytest

from lab.clients.person import Person
from tests.operations.command import done
from tests.operations.test_backup_and_restore import site_on


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_the_index_of_a_restored_site_is_right(request: pytest.FixtureRequest, engine: str, tmp_path: Path) -> None:
    request.param = engine
    site = site_on(request, tmp_path)
    with site:
        hanako = Person.set_up(site)
        room = hanako.create_room("Kitchen")
        for number in range(3):
            hanako.say(room, f"before {number}")
    done(site, "reindex")
    done(site, "backup", tmp_path / "night.backup")
    with site:
        for number in range(3):
            hanako.say(room, f"since then {number}")
    done(site, "reindex")
    done(site, "restore", tmp_path / "night.backup")
    with site:
        hanako = Person.sign_in(site, "hanako")
        hanako.say(room, "after the restore")
    assert "Compared 1 chunks with their messages: 0 were wrong" in done(site, "reindex", "--check")
