"""The same through real servers: over the socket, and with calls that are cut off before their answer."""

import uuid

from lab.clients.person import Newcomer, Person
from lab.clients.socket import Chatter
from lab.servers.site import Site


def test_a_stored_message_is_found_over_the_socket_by_who_was_banned(either_site: Site, newcomer: Newcomer) -> None:
    owner, author, stranger = newcomer(either_site), newcomer(either_site), newcomer(either_site)
    room = owner.create_room("Den", author)
    nonce = str(uuid.uuid4())
    message = {"room": room["id"], "nonce": nonce, "text": "tea is ready"}
    with Chatter(author) as socket, Chatter(stranger) as elsewhere:
        stored = socket.ask("message.send", **message)["message"]
        owner.http.put(f"rooms/{room['id']}/bans/{author.id}/", json={}).raise_for_status()
        socket.wait_for("room.left", room=room["id"])
        assert socket.ask("message.send", **message)["message"] == stored
        assert socket.ask("message.send", **{**message, "nonce": str(uuid.uuid4())})["code"] == "not_found"
        assert elsewhere.ask("message.send", **message)["code"] == "not_found"
    again = author.http.post(f"rooms/{room['id']}/messages/", json={"nonce": nonce, "text": "tea is ready"})
    assert (again.status_code, again.json()) == (200, stored)


def test_a_key_goes_through_the_server(either_site: Site, administrator: Person) -> None:
    body, headers = {"kind": "private", "name": "Den"}, {"Idempotency-Key": str(uuid.uuid4())}
    answers = [administrator.http.post("rooms/", json=body, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
