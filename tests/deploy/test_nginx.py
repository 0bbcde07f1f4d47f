"""nginx between a client and the workers: whose address they see, which headers pass, and what is written down."""

from collections.abc import Callable

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from lab.clients.person import PASSWORD, Json, Person
from lab.clients.socket import Chatter
from lab.programs.nginx import Nginx
from lab.servers.cluster import Cluster
from lab.servers.process import free_port, wait_until


class TestAddress:
    def device(self, cluster: Cluster, address: str, **headers: str) -> Json:
        """The device that signs in from this address, as the page of devices shows it."""
        with httpx.Client(
            transport=httpx.HTTPTransport(local_address=address), base_url=f"{cluster.url}/api/", headers=headers
        ) as client:
            signed_in = client.post("session/", json={"username": "hanako", "password": PASSWORD}).raise_for_status()
            client.headers["Authorization"] = f"Bearer {signed_in.json()['access']}"
            devices: list[Json] = client.get("me/sessions/").json()["results"]
        return next(device for device in devices if device["current"])

    def test_of_a_device_is_the_clients_own(self, cluster: Cluster) -> None:
        assert self.device(cluster, "127.0.0.9")["address"] == "127.0.0.9"

    def test_is_not_what_a_client_says(self, cluster: Cluster) -> None:
        assert self.device(cluster, "127.0.0.9", **{"X-Forwarded-For": "203.0.113.7"})["address"] == "127.0.0.9"

    def test_is_what_is_counted_when_somebody_guesses(self, cluster: Cluster) -> None:
        """Another address in a header does not buy more tries, and one guesser does not lock others out."""
        guess = {"username": "nobody", "password": "guess"}
        guesser = httpx.HTTPTransport(local_address="127.0.0.66")
        with httpx.Client(transport=guesser, base_url=cluster.url) as client:
            statuses = [
                client.post("/api/token/", json=guess, headers={"X-Forwarded-For": f"203.0.113.{turn}"}).status_code
                for turn in range(40)
            ]
        assert statuses[-1] == 429
        assert cluster.client().post("/api/token/", json=guess).status_code == 401


class TestRootPath:
    def test_no_header_moves_the_site(self, cluster: Cluster) -> None:
        answer = cluster.client().get("/evil/healthz", headers={"Daphne-Root-Path": "/evil"})
        assert "<div id" in answer.text  # a page of the web app like any other address, not the worker's answer
        with pytest.raises(InvalidStatus) as refused:
            connect(f"{cluster.ws_url}/evil/ws/chat/", additional_headers={"Daphne-Root-Path": "/evil"})
        assert refused.value.response.status_code == 404


class TestLogs:
    def written(self, cluster: Cluster, act: Callable[[], object]) -> str:
        """Everything anybody wrote down while this was done."""
        seen = len(self.everything(cluster))
        act()
        cluster.client().get("/healthz").raise_for_status()
        wait_until(lambda: "GET /healthz" in self.everything(cluster)[seen:], what="nginx to write it down")
        return self.everything(cluster)[seen:]

    def everything(self, cluster: Cluster) -> str:
        files = (cluster.nginx.error_log, cluster.nginx.log_file, cluster.nginx.access_log)
        return cluster.log + "".join(file.read_text(errors="replace") for file in files)

    def test_hold_no_ticket(self, cluster: Cluster, kenji: Person) -> None:
        ticket = kenji.http.post("session/ticket/").json()["ticket"]

        def open_a_socket() -> None:
            with Chatter(kenji, path=f"/ws/chat/?ticket={ticket}", subprotocols=None):
                pass

        log = self.written(cluster, open_a_socket)
        assert "GET /ws/chat/ HTTP/1.1" in log
        assert ticket not in log

    def test_hold_no_token(self, cluster: Cluster, kenji: Person) -> None:
        def be_somebody() -> None:
            kenji.http.get("me/").raise_for_status()
            with Chatter(kenji):
                pass

        log = self.written(cluster, be_somebody)
        assert "GET /api/me/ HTTP/1.1" in log
        assert kenji.token not in log
        assert "Bearer" not in log
        assert "bearer" not in log

    def test_hold_no_ticket_when_no_worker_is_there_either(self, cluster: Cluster) -> None:
        """nginx' error log quotes whole requests."""
        folder = cluster.folder / "alone"
        with Nginx(folder, [free_port()]) as nginx, pytest.raises(InvalidStatus):
            connect(f"ws://127.0.0.1:{nginx.port}/ws/chat/?ticket=a-ticket-to-keep")
        # nginx has ended, so it has written down what it had to.
        logs = nginx.access_log.read_text() + nginx.error_log.read_text() + nginx.log
        assert "GET /ws/chat/ HTTP/1.1" in logs
        assert "a-ticket-to-keep" not in logs

    def test_name_the_client_and_the_worker(self, cluster: Cluster) -> None:
        log = self.written(cluster, lambda: cluster.client().get("/api/nothing/?q=hidden"))
        line = next(line for line in log.splitlines() if "/api/nothing/" in line and "upstream" in line)
        assert line.startswith("127.0.0.1 [")
        assert any(f"upstream=127.0.0.1:{port}/404" in line for port in cluster.worker_ports)
        assert "hidden" not in line
