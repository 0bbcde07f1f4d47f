"""What a photo loses and keeps."""

from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from files import storage
from files.models import File
from tests.files.inspection.pictures_made import (
    BLUE,
    PLACE,
    RED,
    corners,
    encoded,
    exif,
    gif_frames,
    moving,
    opened,
)

Process = Callable[..., File]
Stored = Callable[..., bytes]

XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{PLACE}</x:xmpmeta>".encode()
TRACES = (PLACE.encode(), b"Exif", b"eXIf", b"xmpmeta", b"GPS", b"tEXt", b"iTXt", b"XMP ", b"EXIF")


def with_metadata(decoder: str, image: Image.Image | None = None) -> bytes:
    image = image or corners()
    if decoder == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Comment", PLACE)
        texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
        return encoded(image, "PNG", pnginfo=texts, exif=exif())
    if decoder == "GIF":
        return encoded(image, "GIF", comment=PLACE.encode())
    return encoded(image, decoder, exif=exif(), xmp=XMP, comment=PLACE.encode())


@pytest.mark.parametrize("decoder", ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "HEIF"])
@pytest.mark.parametrize("kind", ["photo", "file"])
def test_nobody_learns_the_place(processed: Process, stored: Stored, decoder: str, kind: str) -> None:
    content = with_metadata(decoder)
    assert PLACE.encode() in content
    file = processed(content + PLACE.encode(), kind)
    delivered = [stored(file, storage.SMALL), stored(file, storage.LARGE)]
    if kind == "photo":
        delivered.append(stored(file))
        assert not opened(stored(file)).getexif()
    else:
        assert stored(file) == content + PLACE.encode()
    for answer in delivered:
        assert not [trace for trace in TRACES if trace in answer]


@pytest.mark.parametrize("decoder", ["GIF", "WEBP", "PNG"])
def test_what_moves_goes_on_moving_without_metadata(processed: Process, stored: Stored, decoder: str) -> None:
    options: dict[str, Any] = {"comment": PLACE.encode()} if decoder == "GIF" else {"exif": exif()}
    if decoder == "WEBP":
        options |= {"xmp": XMP, "icc_profile": PLACE.encode(), "lossless": True}
    content = moving(decoder, **options)
    assert PLACE.encode() in content
    file = processed(content + PLACE.encode(), "photo")
    assert file.is_animated
    kept = stored(file)
    assert not [trace for trace in TRACES if trace in kept]
    before, after = opened(content), opened(kept)
    assert (getattr(after, "n_frames", 1), after.size, after.info.get("loop")) == (3, (24, 16), 0)
    for number in range(3):
        before.seek(number)
        after.seek(number)
        assert before.convert("RGBA").tobytes() == after.convert("RGBA").tobytes()
        assert before.info["duration"] == after.info["duration"]
    still = opened(stored(file, storage.SMALL))
    assert not getattr(still, "is_animated", False)
    assert close_to(still, (2, 2), RED, most=40)


@pytest.mark.parametrize("decoder", ["GIF", "WEBP", "PNG", "AVIF"])
def test_what_moves_keeps_its_bytes_as_a_file(processed: Process, stored: Stored, decoder: str) -> None:
    content = moving(decoder)
    file = processed(content, "file")
    assert file.is_animated
    assert stored(file) == content


def test_an_avif_that_moves_is_a_still_photo(processed: Process) -> None:
    file = processed(moving("AVIF"), "photo")
    assert (file.type, file.is_animated) == ("image/jpeg", False)


def test_a_gif_without_its_last_byte_is_whole(processed: Process, stored: Stored) -> None:
    file = processed(gif_frames(3)[:-1], "photo")
    assert stored(file) == gif_frames(3)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_upright(processed: Process, stored: Stored, orientation: int) -> None:
    content = encoded(corners(48, 32), "JPEG", quality=95, exif=exif(orientation))
    file = processed(content, "photo")
    assert (file.width, file.height) == ((48, 32) if orientation < 5 else (32, 48))
    upright = {1: (4, 4), 2: (44, 4), 3: (44, 28), 4: (4, 28), 5: (4, 4), 6: (28, 4), 7: (28, 44), 8: (4, 44)}
    for variant in (storage.ORIGINAL, storage.SMALL, storage.LARGE):
        assert close_to(opened(stored(file, variant)), upright[orientation], RED)


def test_a_file_says_its_size_upright(processed: Process, stored: Stored) -> None:
    file = processed(encoded(corners(48, 32), "JPEG", exif=exif(6)), "file")
    assert (file.width, file.height, file.thumbnails["small"]) == (32, 48, [32, 48])
    # Turned by a property of the container, as iPhones write it; the EXIF that says it again must not turn it twice.
    turned = encoded(corners(48, 32), "HEIF", exif=exif(6).tobytes(), quality=95)
    assert b"irot" in turned
    photo = processed(turned, "photo")
    assert (photo.width, photo.height, processed(turned, "file").width) == (32, 48, 32)
    assert close_to(opened(stored(photo)), (28, 4), RED)


def test_colours_of_a_wider_space_become_those_of_every_screen(processed: Process, stored: Stored) -> None:
    # What a profile calls red and blue, the other way round.
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"----").replace(b"bXYZ", b"rXYZ").replace(b"----", b"bXYZ")
    swapped = swapped.replace("sRGB".encode("utf-16-be"), "ours".encode("utf-16-be"))
    file = processed(encoded(corners(), "PNG", icc_profile=swapped), "photo")
    for variant in (storage.ORIGINAL, storage.SMALL):
        assert close_to(opened(stored(file, variant)), (4, 4), RED[::-1], most=60)
        assert not opened(stored(file, variant)).info.get("icc_profile")


def test_the_profile_of_every_screen_is_left_out(processed: Process, stored: Stored) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for decoder in ("JPEG", "PNG", "WEBP"):
        file = processed(encoded(corners(), decoder, icc_profile=profile), "photo")
        for variant in (storage.ORIGINAL, storage.SMALL):
            assert not opened(stored(file, variant)).info.get("icc_profile")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_a_png_of_each_mode(processed: Process, stored: Stored, mode: str) -> None:
    if mode == "I;16":
        image = Image.new("I;16", (48, 32), 40000)
    else:
        image = corners().convert("RGBA" if mode == "LA" else "RGB").convert(mode)
    file = processed(encoded(image, "PNG"), "photo")
    kept = opened(stored(file))
    assert (kept.mode, kept.tobytes()) == (image.mode, image.tobytes())
    if mode == "I;16":
        assert close_to(opened(stored(file, storage.SMALL)), (4, 4), (156, 156, 156))


def test_transparency_stays(processed: Process, stored: Stored) -> None:
    image = corners().convert("RGBA")
    image.putalpha(90)
    for decoder in ("PNG", "WEBP", "AVIF", "HEIF"):
        file = processed(encoded(image, decoder), "photo")
        assert file.type == ("image/png" if decoder == "PNG" else "image/webp")
        for variant in (storage.ORIGINAL, storage.LARGE):
            pixel = opened(stored(file, variant)).convert("RGBA").getpixel((4, 28))
            assert isinstance(pixel, tuple)
            assert abs(pixel[3] - 90) < 12


def test_a_print_colour_jpeg_is_shown(processed: Process, stored: Stored) -> None:
    file = processed(encoded(corners().convert("CMYK"), "JPEG", quality=95), "photo")
    assert opened(stored(file)).mode == "RGB"
    assert close_to(opened(stored(file)), (4, 28), BLUE, most=60)


def test_a_jpeg_does_not_grow(processed: Process) -> None:
    content = encoded(Image.effect_noise((300, 200), 60).convert("RGB"), "JPEG", quality=60)
    assert processed(content, "photo").size < len(content) * 1.02


def close_to(image: Image.Image, at: tuple[int, int], colour: tuple[int, ...], most: int = 30) -> bool:
    pixel = image.convert("RGB").getpixel(at)
    assert isinstance(pixel, tuple)
    return all(abs(one - other) < most for one, other in zip(pixel, colour, strict=True))
