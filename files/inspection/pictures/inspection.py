import base64
import errno
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from PIL import Image

from files.inspection.pictures import decoding, photos, thumbnails
from files.inspection.pictures.containers import READERS
from files.inspection.pictures.containers.frames import Frames
from files.inspection.pictures.request import ORIGINAL, Picture, Refusal, Request, TooLarge
from files.inspection.pictures.thumbhash import thumbhash

CODES: Mapping[int, Literal["picture_too_large", "storage_full"]] = {
    errno.ENOSPC: "storage_full",
    errno.EDQUOT: "storage_full",
    errno.EFBIG: "picture_too_large",
}


def inspect(request: Request) -> Picture | Refusal:
    """Everything that hostile bytes may raise becomes a refusal."""
    try:
        return _inspect(request)
    except (TooLarge, MemoryError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return Refusal("picture_too_large")
    except OSError as error:
        return Refusal(CODES.get(error.errno or 0, "file_damaged"))
    except Exception:
        # Decoders raise anything: SyntaxError, struct.error, IndexError, zlib.error …
        return Refusal("file_damaged")


def _inspect(request: Request) -> Picture:
    frames, folder = _frames(request), Path(request.folder)
    decoding.prepare(request)
    with decoding.opened(request) as image:
        moves = frames.count > 1 if frames else _is_moving_avif(request, image)
        image.load()
        # A frame of a GIF can lie outside of its screen.
        decoding.check(image, request.limits)
        decoding.turn_upright(image)
        shown = decoding.in_srgb(image)
        media_type = ""
        if request.is_photo:
            media_type = photos.write(shown, request.decoder, frames, folder / ORIGINAL)
        sizes, small = thumbnails.write(shown, folder)
    return Picture(
        width=shown.width,
        height=shown.height,
        thumbhash=base64.b64encode(thumbhash(small)).decode(),
        is_animated=moves,
        thumbnails=sizes,
        media_type=media_type,
    )


def _frames(request: Request) -> Frames | None:
    """Of the types that may move and are read block by block; counted before the decoder sees them."""
    reader = READERS.get(request.decoder)
    return reader(Path(request.source).read_bytes(), request.limits) if reader else None


def _is_moving_avif(request: Request, image: Image.Image) -> bool:
    """As a photo its first frame alone is kept."""
    return request.decoder == "AVIF" and not request.is_photo and getattr(image, "n_frames", 1) > 1
