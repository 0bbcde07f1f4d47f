"""A report is made and decided while its people watch, on a real site."""

from lab.clients.person import Newcomer
from lab.clients.socket import Chatter
from lab.servers.site import Site


def test_over_real_sockets(either_site: Site, newcomer: Newcomer) -> None:
    hanako, kenji, aoi = newcomer(either_site), newcomer(either_site), newcomer(either_site)
    room = hanako.create_room("Hearth", kenji, aoi)
    said = aoi.say(room, "cold tea")
    with Chatter(hanako) as owner, Chatter(kenji) as reporter, Chatter(aoi) as rude:
        body = {"reason": "abuse", "message": said["id"]}
        report = kenji.http.post("reports/", json=body).json()["id"]
        owner.wait_for("reports.changed", open=1)
        hanako.http.patch(f"reports/{report}/", json={"decision": "delete"}).raise_for_status()
        assert rude.wait_for("message", room=room["id"])["message"]["text"] == ""
        reporter.wait_for("report.decided", id=report)
        owner.wait_for("reports.changed", open=0)
        assert not [frame for frame in rude.heard() if frame["type"].startswith("report")]
