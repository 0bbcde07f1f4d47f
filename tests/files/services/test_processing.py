"""Each type that is taken, from bytes to what is stored."""

import base64
import hashlib
from collections.abc import Callable

import pytest
from PIL import Image

from core.problems import Problem
from files import storage
from files.models import File
from files.services.processing import process
from tests.files.inspection.pictures_made import BLUE, GREEN, PICTURES, RED, corners, encoded, moving, opened
from tests.files.inspection.test_sniffing import OTHERS

Process = Callable[..., File]
Stored = Callable[..., bytes]

# A photo of this type becomes one of that type.
PHOTOS = {
    "image/jpeg": "image/jpeg",
    "image/png": "image/png",
    "image/gif": "image/gif",
    "image/webp": "image/webp",
    "image/avif": "image/jpeg",
    "image/heic": "image/jpeg",
}


def looks_like_corners(content: bytes) -> bool:
    image = opened(content).convert("RGB")
    far = image.width - 8, image.height - 8
    seen = [image.getpixel((8, 8)), image.getpixel((far[0], 8)), image.getpixel((8, far[1]))]
    return all(
        isinstance(pixel, tuple) and all(abs(one - other) < 30 for one, other in zip(pixel, colour, strict=True))
        for pixel, colour in zip(seen, (RED, GREEN, BLUE), strict=True)
    )


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_a_photo_of_each_type(processed: Process, stored: Stored, name: str) -> None:
    file = processed(PICTURES[name](), "photo")
    assert (file.state, file.type) == (File.State.READY, PHOTOS[name])
    assert (file.width, file.height, file.is_animated) == (48, 32, False)
    content = stored(file)
    assert (len(content), hashlib.sha256(content).hexdigest()) == (file.size, file.digest)
    assert Image.MIME[opened(content).format or ""] == PHOTOS[name]
    assert looks_like_corners(content)
    assert_has_thumbnails(file, stored)


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_a_picture_as_a_file_keeps_its_bytes(processed: Process, stored: Stored, name: str) -> None:
    content = PICTURES[name]()
    file = processed(content, "file")
    assert (file.state, file.type) == (File.State.READY, name)
    assert (file.width, file.height) == (48, 32)
    assert stored(file) == content
    assert (len(content), hashlib.sha256(content).hexdigest()) == (file.size, file.digest)
    assert_has_thumbnails(file, stored)


def assert_has_thumbnails(file: File, stored: Stored) -> None:
    assert file.thumbnails == {"small": [48, 32], "large": [48, 32]}
    for variant in (storage.SMALL, storage.LARGE):
        content = stored(file, variant)
        assert opened(content).format == "WEBP"
        assert looks_like_corners(content)
    assert 5 <= len(base64.b64decode(file.thumbhash)) <= 25


@pytest.mark.parametrize(
    "name", sorted(name for name in OTHERS if not name.startswith("image/") and name != "application/octet-stream")
)
def test_what_is_no_picture(processed: Process, stored: Stored, name: str) -> None:
    file = processed(OTHERS[name], "file")
    assert (file.state, file.type, file.width, file.thumbnails) == (File.State.READY, name, None, {})
    assert stored(file) == OTHERS[name]
    with pytest.raises(Problem, match="file_refused"):
        processed(OTHERS[name], "photo")


def test_large_pictures_get_two_thumbnails(processed: Process, stored: Stored) -> None:
    file = processed(encoded(corners(2400, 1200), "JPEG"), "photo")
    assert file.thumbnails == {"small": [480, 240], "large": [1600, 800]}
    assert opened(stored(file, storage.SMALL)).size == (480, 240)
    assert opened(stored(file, storage.LARGE)).size == (1600, 800)
    assert (file.width, file.height) == (2400, 1200)
    thin = processed(encoded(corners(4000, 2), "PNG"), "photo")
    assert thin.thumbnails == {"small": [480, 1], "large": [1600, 1]}


@pytest.mark.parametrize("kind", ["photo", "file"])
def test_content_decides_and_no_name(processed: Process, kind: str) -> None:
    assert processed(PICTURES["image/png"](), kind, name="page.html").type == "image/png"
    page = b"<!DOCTYPE html><script>alert(1)</script>"
    if kind == "photo":
        with pytest.raises(Problem, match="file_refused"):
            processed(page, kind, name="picture.png")
    else:
        assert processed(page, kind, name="picture.png").type == "text/plain"


@pytest.mark.parametrize("kind", ["photo", "file"])
def test_no_bytes(processed: Process, kind: str) -> None:
    with pytest.raises(Problem, match="file_empty"):
        processed(b"", kind)


def test_the_same_bytes_again_replace_what_is_there(processed: Process, stored: Stored) -> None:
    first = processed(moving("GIF"), "photo")
    source = storage.folder("parts") / "source"
    again = File(name="name", kind="photo", size=first.size, blob=first.blob)
    process(again, source)
    assert (again.digest, again.thumbnails) == (first.digest, first.thumbnails)
    assert stored(again) == stored(first)


def test_nothing_is_left_beside_the_storage(processed: Process) -> None:
    processed(PICTURES["image/png"](), "photo")
    assert not list(storage.folder("pictures").iterdir())
