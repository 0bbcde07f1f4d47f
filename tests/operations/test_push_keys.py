"""The keys by which push services know the site are in a backup: devices go on to take its pushes."""

from pathlib import Path

import pytest

from lab.clients.person import Person
from tests.operations.command import done
from tests.operations.test_backup_and_restore import WORD, site_on

LOSE = """
from notifications.models import VapidKey
from notifications.push import vapid
VapidKey.objects.all().delete()
print(vapid.current().public)
"""


def key(person: Person) -> str:
    answer: str = person.http.get("push/key/").raise_for_status().json()["key"]
    return answer


@pytest.mark.parametrize("request_of", ["sqlite", "postgresql"])
def test_a_restored_site_has_the_key_of_before(request: pytest.FixtureRequest, request_of: str, tmp_path: Path) -> None:
    request.param = request_of
    site = site_on(request, tmp_path)
    with site:
        hanako = Person.set_up(site)
        before = key(hanako)
        done(site, "backup", tmp_path / "night.backup", **WORD)
        site.stop()
        assert done(site, "shell", "-c", LOSE).splitlines()[-1] != before
        done(site, "restore", tmp_path / "night.backup", **WORD)
        site.start()
        # The newest that the site can open: where it could open none, it would make another one.
        assert key(hanako) == before
