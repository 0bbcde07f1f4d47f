"""The open connections by IP."""

from unittest.mock import Mock

import pytest

from realtime.server import connections_per_ip
from realtime.server.connections_per_ip import Connections


class CountingConnections(Connections):
    """Counts how often it looks at all networks."""

    looked = 0

    def _forget(self) -> None:
        self.looked += 1
        super()._forget()


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections_per_ip, "MOST_REMEMBERED", 10)


def admit(connections: Connections, number: int) -> Mock:
    transport = Mock(connected=True)
    assert connections.admit(f"192.0.2.{number}", transport)
    return transport


def test_while_many_are_open_all_are_looked_at_only_as_often_as_they_double() -> None:
    connections = CountingConnections()
    open_now = [admit(connections, number) for number in range(100)]
    assert len(open_now) == 100
    # With 11, 23, 47 and 95 of them.
    assert connections.looked == 4


def test_those_that_have_closed_are_forgotten() -> None:
    connections = CountingConnections()
    for number in range(200):
        admit(connections, number).connected = False
    assert connections.looked > 4
    assert len(connections._open) <= 12
