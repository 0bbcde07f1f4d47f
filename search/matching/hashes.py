"""Hashes of terms, 16 bits each. They come from the characters alone, so they are equal on every machine and in every
process; stored signatures hold no word where they are others.

All terms are one number with a lane for each. A few operations on it take less time than one for each term.
"""

import sys
from array import array
from collections.abc import Collection
from functools import lru_cache
from struct import pack

# A beginning longer than this is not told from this.
PREFIX = 8
HASH = 0xFFFF
# Masks for fewer lanes are kept: 16 KB at most.
MANY_LANES = 1024
# Odd numbers without a pattern in their bits: the golden ratio's.
SPREAD, WIDE_SPREAD = 0x9E3779B1, 0x9E3779B97F4A7C15


def hashes_of_numbers(numbers: bytes, most: int = HASH) -> "array[int]":
    """Two of each number of 32 bits (little-endian), side by side: bits 16 to 31 and 32 to 47 of its product with
    SPREAD, modulo `most` + 1, which is a power of two."""
    lanes = (len(numbers) + 7) // 8
    joined, lower = int.from_bytes(numbers, "little"), _in_lanes(0xFFFFFFFF, 8, lanes)
    kept = _in_lanes(most << 16 | most << 32, 8, lanes)
    first = ((joined & lower) * SPREAD & kept) >> 16
    second = ((joined >> 32 & lower) * SPREAD & kept) << 16
    return in_memory("H", (first | second).to_bytes(8 * lanes, "little"))[: len(numbers) // 2]


def hashes_of_beginnings(words: Collection[bytes], most: int = HASH) -> "array[int]":
    """PREFIX of each word: of its first letter, its first two, and so on; those beyond its end repeat the last one.
    They are bits 52 to 67 of the product with WIDE_SPREAD, where the first letter counts and the last one."""
    lanes, hashes = len(words), 0
    joined = int.from_bytes(pack(f"<{f'{PREFIX}s8x' * lanes}", *words), "little")
    kept = _in_lanes(most, 16, lanes)
    for size in range(1, PREFIX + 1):
        beginnings = joined & _in_lanes((1 << 8 * size) - 1, 16, lanes)
        hashes |= (beginnings * WIDE_SPREAD >> 52 & kept) << 16 * (size - 1)
    return in_memory("H", hashes.to_bytes(16 * lanes, "little"))


def in_memory(code: str, data: bytes) -> "array[int]":
    """Little-endian numbers, as this machine has them."""
    numbers = array(code, data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _in_lanes(value: int, width: int, lanes: int) -> int:
    """A number that has `value` in each lane of `width` bytes, and in some behind them."""
    most = 1 << lanes.bit_length()
    return _repeated(value, width, most) if lanes < MANY_LANES else _repeated.__wrapped__(value, width, most)


@lru_cache(maxsize=128)
def _repeated(value: int, width: int, lanes: int) -> int:
    return int.from_bytes(value.to_bytes(width, "little") * lanes, "little")
