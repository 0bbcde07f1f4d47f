"""A signature: the Bloom filter of a chunk's terms, two bits for most of them."""

from collections.abc import Iterable

# A signature has about 10 bits or more for a term until it has MOST_BITS: 2 KB, so that PostgreSQL keeps it in the row.
BITS_OF_A_BIT_SET = 5
LEAST_BITS, MOST_BITS = 512, 1 << 14
ONE = ord("1")


class Signature:
    """One that is being made. What is added twice is there once, and the order does not count."""

    def __init__(self) -> None:
        self._bits = bytearray(b"0") * MOST_BITS

    def add(self, hashes: Iterable[int]) -> None:
        """`hashes`: modulo MOST_BITS."""
        bits = self._bits
        for bit in hashes:  # nothing in the standard library does this in less time
            bits[bit] = ONE

    def packed(self) -> bytes:
        """Its length is a power of two. Bit n of it is bit n % 8 of byte n // 8, as PostgreSQL's get_bit counts."""
        size, number = MOST_BITS, int(self._bits[::-1], 2)
        least = min(self._bits.count(ONE) * BITS_OF_A_BIT_SET, MOST_BITS)
        while size > LEAST_BITS and size // 2 >= least:
            size //= 2
            number = number >> size | number & (1 << size) - 1
        return number.to_bytes(size // 8, "little")


def may_contain(signature: bytes, hashes: Iterable[int]) -> bool:
    """Whether the bits of all these hashes are set, modulo the signature's length."""
    size = len(signature) * 8
    for each in hashes:  # a generator would take twice the time
        bit = each % size
        if not signature[bit >> 3] >> (bit & 7) & 1:
            return False
    return True
