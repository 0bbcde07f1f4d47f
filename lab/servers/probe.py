"""Ask a server that may not be up yet. An httpx call reads every certificate first, which takes 25 ms of CPU, and
tests ask every 20 ms."""

from http.client import HTTPConnection, HTTPException

SECONDS = 2


def status(port: int, path: str = "/healthz") -> int | None:
    """The status of a GET to this local port; None when nothing answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()
