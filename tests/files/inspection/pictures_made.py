"""Ordinary pictures, and the blocks of which hostile ones are made."""

import io
import struct
import zlib
from typing import Any

import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener()

SIGNATURE = b"\x89PNG\r\n\x1a\n"
RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 160, 60), (40, 60, 200), (255, 255, 255)
PLACE = "35.6586 N, 139.7454 E"


def corners(width: int = 48, height: int = 32) -> Image.Image:
    """Red at the upper left, green at the upper right, blue at the lower left, white at the lower right."""
    image = Image.new("RGB", (width, height), WHITE)
    image.paste(RED, (0, 0, width // 2, height // 2))
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    image.paste(BLUE, (0, height // 2, width // 2, height))
    return image


def encoded(image: Image.Image, decoder: str, **options: Any) -> bytes:
    target = io.BytesIO()
    image.save(target, decoder, **options)
    return target.getvalue()


def moving(decoder: str, count: int = 3, **options: Any) -> bytes:
    """Frames of one colour each, red first."""
    frames = [Image.new("RGB", (24, 16), (220 - 20 * number, 10 * number, 30)) for number in range(count)]
    return encoded(frames[0], decoder, save_all=True, append_images=frames[1:], duration=100, loop=0, **options)


def exif(orientation: int = 1) -> Image.Exif:
    """With a place, which must not reach anybody."""
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010E] = PLACE
    data.get_ifd(0x8825)[2] = (35.0, 39.0, 31.0)
    return data


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def chunk(name: bytes, payload: bytes) -> bytes:
    return struct.pack(">I", len(payload)) + name + payload + struct.pack(">I", zlib.crc32(name + payload))


def header(width: int, height: int) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))


def png(*chunks: bytes, width: int = 16, height: int = 16) -> bytes:
    """A picture of one colour with more chunks before its pixels."""
    pixels = zlib.compress((b"\0" + bytes(RED) * width) * height)
    return SIGNATURE + header(width, height) + b"".join(chunks) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def gif_frames(count: int, width: int = 1, height: int = 1) -> bytes:
    """As short as it can be: each frame is one pixel."""
    screen = struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\0"
    return b"GIF89a" + screen + frame * count + b";"


def webp_canvas(width: int, height: int) -> bytes:
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + bytes([2, 0, 0, 0]) + size
    return b"RIFF" + struct.pack("<I", len(body)) + body


# One of each type that may be shown, by its name.
PICTURES = {
    "image/jpeg": lambda: encoded(corners(), "JPEG", quality=95),
    "image/png": lambda: encoded(corners(), "PNG"),
    "image/gif": lambda: encoded(corners(), "GIF"),
    "image/webp": lambda: encoded(corners(), "WEBP", lossless=True),
    "image/avif": lambda: encoded(corners(), "AVIF", quality=95),
    "image/heic": lambda: encoded(corners(), "HEIF", quality=95),
}
