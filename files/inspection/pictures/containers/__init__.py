"""Pictures that may move, read block by block without decoding a pixel: how large, how many frames, and the same file
without what is no picture. Re-encoding would cost quality and minutes; leaving blocks out costs neither."""

from collections.abc import Callable, Mapping

from files.inspection.pictures.containers import gif, png, webp
from files.inspection.pictures.containers.frames import Frames
from files.inspection.pictures.request import Limits

READERS: Mapping[str, Callable[[bytes, Limits], Frames]] = {"GIF": gif.read, "PNG": png.read, "WEBP": webp.read}
