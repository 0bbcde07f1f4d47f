"""From bytes to upright pixels in sRGB. What is too large is found before a pixel is decoded."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageCms, ImageOps

from files.inspection.pictures.request import Limits, Request, TooLarge

# Larger than any profile of a camera or screen; printers have larger ones.
MOST_PROFILE_BYTES = 4_000_000


def prepare(request: Request) -> None:
    """Load the one decoder that this picture takes. One thread each: threads reserve memory that the limit counts."""
    Image.MAX_IMAGE_PIXELS = request.limits.pixels
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    match request.decoder:
        case "HEIF":
            import pillow_heif

            pillow_heif.options.DECODE_THREADS = 1
            pillow_heif.register_heif_opener()
        case "AVIF":
            from PIL import AvifImagePlugin

            AvifImagePlugin.DEFAULT_MAX_THREADS = 1
        case "WEBP":
            from PIL import WebPImagePlugin  # noqa: F401


@contextmanager
def opened(request: Request) -> Iterator[Image.Image]:
    """The picture with its header read. Raises TooLarge."""
    with Image.open(request.source, formats=[request.decoder]) as image:
        check(image, request.limits)
        yield image


def check(image: Image.Image, limits: Limits) -> None:
    if image.width * image.height > limits.pixels:
        raise TooLarge(f"{image.width} x {image.height} pixels")


def turn_upright(image: Image.Image) -> None:
    """As the camera was held. EXIF that nobody can read turns nothing."""
    try:
        ImageOps.exif_transpose(image, in_place=True)
    except MemoryError:
        raise
    except Exception:
        return


def in_srgb(image: Image.Image) -> Image.Image:
    """In the colours that every screen knows, without a profile. A profile that nobody can read changes nothing."""
    profile = image.info.get("icc_profile")
    if profile and len(profile) <= MOST_PROFILE_BYTES:
        try:
            return _converted(image, profile)
        except MemoryError:
            raise
        except Exception:
            return image
    return image


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    if "sRGB" in ImageCms.getProfileDescription(source):
        return image
    if image.mode in ("P", "PA"):
        image = with_colours(image)
    if image.mode not in ("RGB", "RGBA", "CMYK"):
        return image
    mode = "RGB" if image.mode == "CMYK" else image.mode
    converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    return converted or image


def with_colours(image: Image.Image) -> Image.Image:
    """As RGB, or RGBA where it is transparent anywhere."""
    if image.mode == "I;16":
        # `convert` would make everything above 255 white.
        image = image.point(lambda value: value / 256).convert("L")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    return image if image.mode == mode else image.convert(mode)
