"""Two guards count pixels before a decoder works, each without the other, and a third one afterwards."""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from files.inspection.pictures import decoding, inspection
from files.inspection.pictures.request import Limits, Refusal, Request, TooLarge
from tests.files.inspection.pictures_made import PICTURES, corners, encoded

LIMITS = Limits(pixels=48 * 32 - 1, frames=9, moving_pixels=10**6, memory=0, file_size=0, cpu_seconds=0, seconds=0)
DECODERS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "AVIF": "image/avif", "HEIF": "image/heic"}


@pytest.fixture
def asked(tmp_path: Path) -> Callable[[str], Request]:
    """For a picture of one pixel more than is allowed."""

    def make(decoder: str) -> Request:
        source = tmp_path / "source"
        source.write_bytes(PICTURES[DECODERS[decoder]]())
        return Request(str(source), str(tmp_path), decoder, True, LIMITS)

    return make


@pytest.fixture(autouse=True)
def no_pixel_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("a decoder was at work")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", fail)


@pytest.mark.parametrize("decoder", DECODERS)
def test_our_own_guard_stops_before_the_decoder(asked: Callable[[str], Request], decoder: str) -> None:
    with pytest.raises(TooLarge), decoding.opened(asked(decoder)) as image:
        image.load()


@pytest.mark.parametrize("decoder", DECODERS)
def test_so_does_pillow_s_without_ours(
    asked: Callable[[str], Request], monkeypatch: pytest.MonkeyPatch, decoder: str
) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", None)
    monkeypatch.setattr(decoding, "check", lambda *_: None)
    request = asked(decoder)
    with warnings.catch_warnings():
        # The tests' own setting would do what `prepare` has to.
        warnings.simplefilter("ignore")
        decoding.prepare(request)
        with (
            pytest.raises((Image.DecompressionBombWarning, Image.DecompressionBombError)),
            decoding.opened(request) as image,
        ):
            image.load()


class Growing(Image.Image):
    """Its header says less than its pixels are."""

    def load(self) -> None:
        self.im = corners().im
        self._size = corners().size


def test_what_grew_while_it_was_decoded_is_stopped(
    asked: Callable[[str], Request], monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def opened(_: Request) -> Iterator[Image.Image]:
        yield Growing()

    monkeypatch.setattr(decoding, "opened", opened)
    monkeypatch.setattr(decoding, "prepare", lambda _: None)
    monkeypatch.setattr(inspection, "READERS", {})
    assert inspection.inspect(asked("JPEG")) == Refusal("picture_too_large")


def test_a_picture_at_the_limit_passes(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(encoded(Image.new("RGB", (47, 32)), "JPEG"))
    with decoding.opened(Request(str(source), str(tmp_path), "JPEG", True, LIMITS)) as image:
        assert image.size == (47, 32)
