"""Asks a server that may not be there yet. An httpx call reads every certificate first, 25 ms of CPU, and this is asked every 20 ms."""

from http.client import HTTPConnection, HTTPException

SECONDS = 2


def status(port: int, path: str = "/healthz") -> int | None:
    """Of a GET to this port of this machine; None where nothing answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()
