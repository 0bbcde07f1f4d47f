"""ThumbHash: some 25 bytes from which a browser draws a blurred picture while the real one loads.

The algorithm is Evan Wallace's (github.com/evanw/thumbhash, MIT). The packages of it for Python were left in 2023, hold
Pillow below 11, and compute each cosine anew for every pixel; here they are computed once.
"""

from collections.abc import Sequence
from itertools import chain
from math import cos, pi

from PIL import Image

# The algorithm takes up to 100, and keeps at most 7 waves of each side.
SIDE = 32

Channel = list[list[float]]
# The mean, the waves from -1 to 1, and the largest of them.
Waves = tuple[float, list[float], float]


def thumbhash(picture: Image.Image) -> bytes:
    """The hash of a picture that is upright and in sRGB."""
    small = picture.convert("RGBA")
    small.thumbnail((SIDE, SIDE))
    width, height = small.size
    lightness, yellow, red, alpha = _channels(small)
    has_alpha = min(chain.from_iterable(alpha)) < 1
    most = 5 if has_alpha else 7
    across, down = (max(1, round(most * side / max(width, height))) for side in (width, height))
    coded = [_waves(lightness, max(3, across), max(3, down)), _waves(yellow, 3, 3), _waves(red, 3, 3)]
    if has_alpha:
        coded.append(_waves(alpha, 5, 5))
    return _header(coded, across, down, is_wide=width > height) + _packed(
        chain.from_iterable(waves for _, waves, _ in coded)
    )


def _channels(picture: Image.Image) -> tuple[Channel, Channel, Channel, Channel]:
    """Lightness, yellow against blue, red against green, and alpha, over the mean colour where it is transparent."""
    width, height = picture.size
    bands = (picture.getchannel(band).tobytes() for band in range(4))
    pixels = [tuple(value / 255 for value in pixel) for pixel in zip(*bands, strict=True)]
    weight = sum(alpha for *_, alpha in pixels)
    mean = [sum(pixel[band] * pixel[3] for pixel in pixels) / weight if weight else 0.0 for band in range(3)]
    channels: tuple[list[float], ...] = ([], [], [], [])
    for *colours, alpha in pixels:
        red, green, blue = (mean[band] * (1 - alpha) + alpha * colour for band, colour in enumerate(colours))
        for channel, value in zip(
            channels, ((red + green + blue) / 3, (red + green) / 2 - blue, red - green, alpha), strict=True
        ):
            channel.append(value)
    lightness, yellow, red_green, opacity = (
        [channel[row * width : (row + 1) * width] for row in range(height)] for channel in channels
    )
    return lightness, yellow, red_green, opacity


def _waves(channel: Channel, across: int, down: int) -> Waves:
    """The cosine transform, its higher corner left out."""
    width, height = len(channel[0]), len(channel)
    columns, rows = _cosines(width, across), _cosines(height, down)
    found = []
    for y in range(down):
        row_sums = [sum(map(float.__mul__, column, rows[y])) for column in zip(*channel, strict=True)]
        found += [
            sum(map(float.__mul__, row_sums, columns[x])) / (width * height)
            for x in range(across)
            if x * down < across * (down - y)
        ]
    mean, *waves = found
    scale = max(map(abs, waves), default=0.0)
    return mean, [0.5 + 0.5 / scale * wave for wave in waves] if scale else waves, scale


def _cosines(side: int, waves: int) -> list[list[float]]:
    return [[cos(pi / side * wave * (at + 0.5)) for at in range(side)] for wave in range(waves)]


def _header(coded: Sequence[Waves], across: int, down: int, *, is_wide: bool) -> bytes:
    (light, _, light_scale), (yellow, _, yellow_scale), (red, _, red_scale), *alpha = coded
    first = (
        round(63 * light)
        | round(31.5 + 31.5 * yellow) << 6
        | round(31.5 + 31.5 * red) << 12
        | round(31 * light_scale) << 18
        | bool(alpha) << 23
    )
    second = (down if is_wide else across) | round(63 * yellow_scale) << 3 | round(63 * red_scale) << 9 | is_wide << 15
    opacity = bytes(round(15 * mean) | round(15 * scale) << 4 for mean, _, scale in alpha)
    return first.to_bytes(3, "little") + second.to_bytes(2, "little") + opacity


def _packed(waves: "chain[float]") -> bytes:
    """Two waves in a byte, four bits each."""
    halves = [round(15 * wave) for wave in waves]
    return bytes(low | high << 4 for low, high in zip(halves[::2], [*halves[1::2], 0], strict=False))
