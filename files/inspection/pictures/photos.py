"""A photo is written anew: its pixels alone, in the same family of types."""

from pathlib import Path

from PIL import Image
from PIL.JpegImagePlugin import get_sampling

from files.inspection.pictures.containers.frames import Frames
from files.inspection.pictures.decoding import with_colours

QUALITY = 90
# Modes that PNG has; the rest are made RGB.
PNG_MODES = ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")
MOVING_TYPES = {"GIF": "image/gif", "PNG": "image/png", "WEBP": "image/webp"}


def write(image: Image.Image, decoder: str, frames: Frames | None, target: Path) -> str:
    """Returns its type. GIF and what moves keep their frames as they are (`containers`)."""
    if frames and (decoder == "GIF" or frames.count > 1):
        target.write_bytes(frames.clean)
        return MOVING_TYPES[decoder]
    # Savers take comments, profiles and more from here.
    image.info = {key: value for key, value in image.info.items() if key == "transparency"}
    if decoder == "PNG":
        image = image if image.mode in PNG_MODES else with_colours(image)
        image.save(target, "PNG")
        return "image/png"
    if decoder == "WEBP" or image.has_transparency_data:
        is_lossless = frames is not None and b"VP8L" in frames.clean[12:64]
        with_colours(image).save(target, "WEBP", quality=QUALITY, lossless=is_lossless)
        return "image/webp"
    _save_jpeg(image, target)
    return "image/jpeg"


def _save_jpeg(image: Image.Image, target: Path) -> None:
    """With the tables that a JPEG came with, so that it loses hardly anything and does not grow."""
    tables = getattr(image, "quantization", None)
    if image.mode not in ("L", "RGB"):
        image, tables = image.convert("RGB"), None
    if tables and max(map(max, tables.values())) < 256:
        image.save(target, "JPEG", qtables=tables, subsampling=get_sampling(image), optimize=True)
    else:
        image.save(target, "JPEG", quality=QUALITY, optimize=True)
