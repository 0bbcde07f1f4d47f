"""A leaf app can be taken out: its line in the list of apps and its folder. The site starts, and people talk."""

from pathlib import Path

import pytest

from lab.clients.person import Person
from lab.clients.socket import Chatter
from lab.servers.site import Site
from tests.structure.imports import ORDER

LEAVES = ORDER[ORDER.index("chat") + 1 : ORDER.index("config")]


class SiteWithout(Site):
    settings_module = "lab.servers.settings_without"


@pytest.mark.parametrize("leaf", LEAVES)
def test_the_site_serves_without_it(tmp_path: Path, leaf: str) -> None:
    with SiteWithout(tmp_path, env={"LEFT_OUT": leaf}) as site, site.no_traceback():
        hanako = Person.set_up(site)
        room = hanako.create_room("Attic")
        with Chatter(hanako) as socket:
            assert socket.say(room, "Is anybody there?")["text"] == "Is anybody there?"
        assert hanako.http.get("schema/").status_code == 200
        assert site.client().get("/admin/login/").status_code == 200


@pytest.mark.parametrize("leaf", LEAVES)
def test_the_site_without_it_is_one(tmp_path: Path, leaf: str) -> None:
    """What the test above takes out is not there."""
    with SiteWithout(tmp_path, env={"LEFT_OUT": leaf}) as site:
        assert leaf not in site.manage("shell", "-c", "from django.apps import apps; print([*apps.app_configs])")
