"""A socket lives as long as its session."""

from lab.clients.person import Person
from lab.clients.socket import Chatter


class TestSessions:
    def test_signing_out_closes_the_sockets_of_that_device(self, kenji: Person) -> None:
        other_device = Person.sign_in(kenji.site, kenji.username)
        with Chatter(kenji) as here, Chatter(other_device) as there:
            kenji.http.delete("session/").raise_for_status()
            assert here.wait_closed() == (4403, "session_revoked")
            assert there.ask("ping")["type"] == "pong"

    def test_renewing_moves_the_end(self, kenji: Person) -> None:
        with Chatter(kenji) as k:
            answer = k.ask("session.renew", token=kenji.token)
            assert (answer["type"], answer["expires_at"]) == ("ok", k.hello["expires_at"])

    def test_renewing_with_anothers_token_is_refused(self, kenji: Person, mai: Person) -> None:
        other_device = Person.sign_in(kenji.site, kenji.username)
        with Chatter(kenji) as k:
            for token in (mai.token, other_device.token, "a.b.c"):
                assert k.ask("session.renew", token=token)["code"] == "token_invalid"
            assert k.ask("ping")["type"] == "pong"
