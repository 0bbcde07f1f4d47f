"""Pictures that were made to harm, modelled on Pillow's Tests/images: crash-*, timeout-*, oom-*, bombs. A photo is
refused with a code; a file is a download without thumbnails; neither is 500."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from core.problems import Problem
from files import storage
from files.inspection import isolation
from files.models import File
from tests.files.inspection.pictures_made import (
    PICTURES,
    SIGNATURE,
    chunk,
    corners,
    encoded,
    gif_frames,
    header,
    moving,
    opened,
    png,
    webp_canvas,
)

Process = Callable[..., File]
Stored = Callable[..., bytes]

MEGABYTE = 1_000_000
TOO_LARGE, DAMAGED, REFUSED = "picture_too_large", "file_damaged", "file_refused"


def jpeg_of(width: int, height: int) -> bytes:
    content = encoded(corners(), "JPEG")
    at = content.index(b"\xff\xc0") + 5
    return content[:at] + struct.pack(">HH", height, width) + content[at + 4 :]


def far_frame() -> bytes:
    content = gif_frames(2, 100, 100)
    at = content.rindex(b"\x2c\0\0\0\0") + 1
    return content[:at] + b"\xff\xff\xff\xff" + content[at + 4 :]


def apng_of(count: int) -> bytes:
    frame = chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, 16, 16, 0, 0, 1, 10, 0, 0))
    return png(chunk(b"acTL", struct.pack(">II", count, 0)), frame * count)


def webp_of(count: int) -> bytes:
    canvas = webp_canvas(16, 16)
    frame = b"ANMF" + struct.pack("<I", 16) + bytes(16)
    body = canvas[8:] + frame * count
    return b"RIFF" + struct.pack("<I", len(body)) + body


def bomb_in(name: bytes) -> bytes:
    """70 MB of zeros in a chunk of 70 KB."""
    head = {b"iTXt": b"k\0\1\0\0\0", b"zTXt": b"k\0\0", b"iCCP": b"p\0\0"}[name]
    return chunk(name, head + zlib.compress(bytes(70 * MEGABYTE), 9))


# Larger pictures and more frames than are read.
BOMBS = {
    "PNG of 65,535 x 65,535": lambda: SIGNATURE + header(65535, 65535) + chunk(b"IDAT", b"") + chunk(b"IEND", b""),
    "PNG of 787,402 x 787,402": lambda: SIGNATURE + header(787402, 787402) + chunk(b"IEND", b""),
    "JPEG of 65,500 x 65,500": lambda: jpeg_of(65500, 65500),
    "GIF of 65,535 x 65,535": lambda: gif_frames(1, 65535, 65535),
    "GIF whose second frame is far away": far_frame,
    "GIF whose only frame is far away": lambda: gif_frames(1, 9, 9).replace(bytes(4) + b"\1", b"\xff" * 4 + b"\1"),
    "WebP of 16,383 x 16,383": lambda: webp_canvas(16383, 16383),
    "GIF of 10,000 frames": lambda: gif_frames(10_000),
    "GIF of 1,500 large frames": lambda: gif_frames(1500, 1000, 1000),
    "APNG of 10,000 frames": lambda: apng_of(10_000),
    "WebP of 10,000 frames": lambda: webp_of(10_000),
}
# Not what their first bytes say.
BROKEN = {
    "PNG with a wrong check sum": lambda: png().replace(b"IDAT", b"IDAT"[::-1]),
    "PNG with a chunk that is too long": lambda: SIGNATURE + b"\xff\xff\xff\xf0IHDR" + png()[16:],
    "PNG of 0 x 0": lambda: png(width=0, height=0),
    "PNG without a header": lambda: SIGNATURE + chunk(b"IEND", b""),
    "PNG whose pixels end early": lambda: SIGNATURE + header(999, 999) + png()[33:],
    "zeros in iTXt": lambda: png(bomb_in(b"iTXt")),
    "zeros in zTXt": lambda: png(bomb_in(b"zTXt")),
    "zeros in iCCP": lambda: png(bomb_in(b"iCCP")),
    "GIF with a block of no kind": lambda: gif_frames(1)[:-1] + b"\x99\0;",
    "GIF without a frame": lambda: gif_frames(0),
    "WebP of nothing": lambda: b"RIFF\x04\0\0\0WEBP",
    "AVIF of a head": lambda: PICTURES["image/avif"]()[:40],
    "HEIF of a head": lambda: PICTURES["image/heic"]()[:40],
    "TIFF in a file that begins as JPEG": lambda: b"\xff\xd8\xff\xe0II*\0\x08\0\0\0\xff\xff" + bytes(100),
}
CUT = {name: (lambda make=make: make()[: len(make()) * 2 // 3]) for name, make in PICTURES.items()}
HOSTILE = [
    *((name, make, TOO_LARGE) for name, make in BOMBS.items()),
    *((name, make, DAMAGED) for name, make in BROKEN.items()),
    *((f"two thirds of {name}", make, DAMAGED) for name, make in CUT.items()),
]


@pytest.mark.parametrize(("make", "code"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_is_refused_as_a_photo_and_a_download_as_a_file(
    processed: Process, stored: Stored, make: Callable[[], bytes], code: str
) -> None:
    content = make()
    with pytest.raises(Problem) as refusal:
        processed(content, "photo")
    assert refusal.value.code == code
    file = processed(content, "file")
    assert (file.type, file.thumbnails, file.width) == ("application/octet-stream", {}, None)
    assert stored(file) == content


# Decoders that are not in the list never see a byte.
@pytest.mark.parametrize(
    "decoder", ["ICO", "BMP", "TIFF", "EPS", "PCX", "TGA", "PPM", "ICNS", "JPEG2000", "DDS", "SGI"]
)
def test_rare_decoders_are_not_reached(processed: Process, monkeypatch: pytest.MonkeyPatch, decoder: str) -> None:
    seen = set()
    run = isolation.picture

    def noted(source: Path, folder: Path, **named: Any) -> Any:
        seen.add(named["decoder"])
        return run(source, folder, **named)

    monkeypatch.setattr(isolation, "picture", noted)
    content = encoded(corners(), decoder)
    with pytest.raises(Problem) as refusal:
        processed(content, "photo")
    assert refusal.value.code in (REFUSED, DAMAGED)
    assert not processed(content, "file").thumbnails
    assert seen <= {"JPEG", "PNG", "GIF", "WEBP", "AVIF", "HEIF"}


def archive() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("Main.class", b"\xca\xfe\xba\xbe" * 20)
    return target.getvalue()


PAGE = b"<html><script>alert(document.domain)</script></html>"


@pytest.mark.parametrize(
    ("picture", "second"),
    [
        (PICTURES["image/gif"](), archive()),
        (PICTURES["image/png"](), PAGE),
        (PICTURES["image/jpeg"](), PAGE),
        (png(chunk(b"tEXt", b"k\0" + PAGE)), b""),
        (moving("GIF", comment=PAGE), archive()),
        (moving("WEBP"), PAGE),
        (moving("PNG"), PAGE),
    ],
)
def test_a_photo_is_a_picture_alone(processed: Process, stored: Stored, picture: bytes, second: bytes) -> None:
    kept = stored(processed(picture + second, "photo"))
    assert PAGE not in kept
    assert not zipfile.is_zipfile(io.BytesIO(kept))
    opened(kept).load()


def test_a_pdf_with_a_script_is_a_download(processed: Process) -> None:
    file = processed(b"%PDF-1.7\n1 0 obj <</S /JavaScript /JS (app.alert(1))>>\n<script>alert(1)</script>", "file")
    assert (file.type, file.thumbnails) == ("application/pdf", {})


def test_pixels_at_the_limit_are_read(processed: Process, settings: Any) -> None:
    settings.PICTURE_MEGAPIXELS = 1
    assert processed(encoded(Image.new("L", (1000, 1000)), "PNG"), "photo").width == 1000
    with pytest.raises(Problem, match=TOO_LARGE):
        processed(encoded(Image.new("L", (1000, 1001)), "PNG"), "photo")


def test_a_broken_profile_and_broken_exif_are_left_out(processed: Process, stored: Stored) -> None:
    broken = encoded(corners(), "JPEG", icc_profile=b"no profile", exif=b"Exif\0\0II*\0\xff\xff\xff\xff" + b"\xff" * 60)
    kept = stored(processed(broken, "photo"))
    assert b"no profile" not in kept
    assert b"Exif" not in kept
    assert stored(processed(broken, "file"), storage.SMALL)
