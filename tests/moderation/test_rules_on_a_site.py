"""A message waits, is released and refused while its author and a moderator watch, on a real site over sockets."""

import uuid

from lab.clients.person import Newcomer
from lab.clients.socket import Chatter
from lab.servers.site import Site


def test_over_real_sockets(either_site: Site, newcomer: Newcomer) -> None:
    hanako, kenji = newcomer(either_site), newcomer(either_site)
    room = hanako.create_room("Hearth", kenji)
    for pattern, action in (("casino", "hold"), ("poker", "warn"), ("roulette", "refuse")):
        body = {"kind": "word", "pattern": pattern, "action": action, "note": f"no {pattern}"}
        hanako.http.post(f"rooms/{room['id']}/rules/", json=body).raise_for_status()
    with Chatter(hanako) as owner, Chatter(kenji) as author:
        new = {"room": room["id"], "nonce": str(uuid.uuid4()), "text": "my cas1n0"}
        first, again = author.ask("message.send", **new), author.ask("message.send", **new)
        assert (first["type"], first["state"], first["note"]) == ("message.held", "waiting", "no casino")
        assert {**again, "ref": 0} == {**first, "ref": 0}
        owner.wait_for("held.waiting", room=room["id"], n=1)
        author.wait_for("held.changed", id=first["id"], state="waiting")
        hanako.http.post(f"held/{first['id']}/release/").raise_for_status()
        heard = [each.wait_for("message", room=room["id"])["message"] for each in (owner, author)]
        assert [(message["nonce"], message["seq"]) for message in heard] == [(new["nonce"], 1)] * 2
        author.wait_for("held.changed", id=first["id"], state="released")
        assert author.ask("message.send", **new)["message"]["id"] == heard[0]["id"]

        new = {"room": room["id"], "nonce": str(uuid.uuid4()), "text": "poker?"}
        warned = author.ask("message.send", **new)
        assert (warned["code"], warned["note"]) == ("warned_by_rule", "no poker")
        assert author.ask("message.send", **new, despite_warning=True)["type"] == "ok"
        refused = author.ask("message.send", room=room["id"], nonce=str(uuid.uuid4()), text="roulette")
        assert (refused["code"], refused["note"]) == ("refused_by_rule", "no roulette")
