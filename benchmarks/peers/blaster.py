"""No chat: a server in C that does nothing but write frames when it is told to, to find the load generator's ceiling, and the kernel's.

`python -m benchmarks.peers.blaster LIBRARY PORT SOCKETS TOGETHER`. After so many WebSockets comes a plain connection, over which each
byte asks for a frame to all of them.
"""

import base64
import ctypes
import hashlib
import re
import socket
import sys

from benchmarks.orders import TEXT_BYTES, text_of

MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455 1.3
FRAME = b"\x81%c" % TEXT_BYTES + text_of(0)


def serve(library: ctypes.CDLL, port: int, sockets: int, together: int) -> None:
    with socket.create_server(("127.0.0.1", port), backlog=sockets) as listener:
        guests = [let_in(listener) for _ in range(sockets)]
        control, _ = listener.accept()
        with control:
            numbers = (ctypes.c_int * sockets)(*(guest.fileno() for guest in guests))
            library.blast(numbers, sockets, control.fileno(), FRAME, len(FRAME), together)


def let_in(listener: socket.socket) -> socket.socket:
    """Whoever says nothing only wanted to know whether the server is up."""
    while True:
        guest, _ = listener.accept()
        guest.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        request = guest.recv(65536)
        if key := re.search(rb"sec-websocket-key: *(\S+)", request, re.IGNORECASE):
            accept = base64.b64encode(hashlib.sha1(key[1] + MAGIC).digest())  # noqa: S324 (what the protocol asks for)
            guest.sendall(
                b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                b"Sec-WebSocket-Accept: %b\r\n\r\n" % accept
            )
            return guest
        guest.close()


if __name__ == "__main__":
    path, *numbers = sys.argv[1:]
    serve(ctypes.CDLL(path), *map(int, numbers))
