import pytest
from PIL import Image

from files.inspection.pictures.thumbhash import thumbhash
from tests.files.inspection.pictures_made import corners


def gradient(width: int, height: int, *, is_opaque: bool) -> Image.Image:
    image = Image.new("RGBA", (width, height))
    for x in range(width):
        for y in range(height):
            image.putpixel((x, y), (x * 7 % 256, y * 9 % 256, x * y % 256, 255 if is_opaque else (x * x + 3 * y) % 256))
    return image


# Computed by the package thumbhash-python 1.0.1, a port of the algorithm.
@pytest.mark.parametrize(
    ("width", "height", "is_opaque", "expected"),
    [
        (32, 24, True, "59080e1d966076877088888688678887f5a60ff787"),
        (24, 32, True, "18b8091d126076708838888888849768f9a808f7c8"),
        (32, 32, False, "1d08860d0a179077909a91a938f0b609e9b710614576877778"),
        (29, 11, False, "d58786128616c179b08987894f08dc7720957688878777"),
        (1, 1, True, "000802070000000000000000000000000000000000000000"),
        (32, 1, True, "89d91269b67477878888088b7488408708"),
        (1, 32, False, "0cea9891463308877888780887778f8808f7848b877888"),
    ],
)
def test_equals_another_implementation(width: int, height: int, is_opaque: bool, expected: str) -> None:
    assert thumbhash(gradient(width, height, is_opaque=is_opaque)).hex() == expected


def test_large_pictures_are_made_small_first() -> None:
    assert len(thumbhash(corners(4000, 3000))) <= 25
    assert thumbhash(corners(1, 1)) != thumbhash(corners(2000, 1))
