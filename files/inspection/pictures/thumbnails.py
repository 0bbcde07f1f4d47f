from pathlib import Path

from PIL import Image

from files.inspection.pictures.decoding import with_colours
from files.inspection.pictures.request import LARGE, SMALL

# Pixels of the longer side: a message in the list, and the whole screen.
SIDES = {LARGE: 1600, SMALL: 480}
QUALITY = 80


def write(image: Image.Image, folder: Path) -> tuple[dict[str, tuple[int, int]], Image.Image]:
    """Write both as WebP, and never larger than the picture. Returns their sizes, and the pixels of the smaller."""
    sizes = {}
    for name, side in SIDES.items():
        image = _fitted(image, side)
        image.info = {}
        image.save(folder / name, "WEBP", quality=QUALITY)
        sizes[name] = image.size
    return sizes, image


def _fitted(image: Image.Image, side: int) -> Image.Image:
    # Palettes have no colours between two of theirs.
    if image.mode not in ("L", "RGB", "RGBA"):
        image = with_colours(image)
    scale = min(1.0, side / max(image.size))
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.copy() if size == image.size else image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
