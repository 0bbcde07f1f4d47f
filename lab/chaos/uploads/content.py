"""The bytes that clients upload."""

import functools
import hashlib
import random
import struct
import zlib
from dataclasses import dataclass

SIZES = (700, 30_000, 150_000, 400_000)
PICTURE_SHARE = 0.12
# Larger than the smaller thumbnail.
WIDTH, HEIGHT = 640, 360


@dataclass(frozen=True, slots=True)
class Content:
    """Contents of one name have the same bytes."""

    name: str

    @property
    def data(self) -> bytes:
        chance = random.Random(self.name)
        if chance.random() < PICTURE_SHARE:
            return picture(chance)
        # The first line tells what it is, so that no random bytes begin like another type.
        return f"{self.name}\n".encode() + chance.randbytes(chance.choice(SIZES))

    @property
    def digest(self) -> str:
        return _digest(self)


@functools.cache
def _digest(content: Content) -> str:
    return digest_of(content.data)


def digest_of(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def picture(chance: random.Random) -> bytes:
    """A PNG whose rows have a random colour each."""
    rows = b"".join(b"\0" + chance.randbytes(3) * WIDTH for _ in range(HEIGHT))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, payload) for name, payload in parts)


def _chunk(name: bytes, payload: bytes) -> bytes:
    return struct.pack(">I", len(payload)) + name + payload + struct.pack(">I", zlib.crc32(name + payload))
