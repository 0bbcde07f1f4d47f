"""Terms: what a signature holds of a text, so that a text without a query's terms is not read.

Of words in ASCII: their beginnings up to PREFIX letters, with the signs of C++ and C#. Of all else: each character and
each pair. A word of a query has terms that every text which the rule finds it in has, too.

A signature is a Bloom filter: two bits for each term. Hashes come from the characters alone, so they are equal on every
machine and in every process.
"""

import re
import sys
from array import array
from collections.abc import Collection, Iterable, Set
from functools import lru_cache
from zlib import crc32

PREFIX = 8
# A signature has 10 bits or more for a term until it has MOST_BITS: 2 KB, so that PostgreSQL keeps it in the row.
BITS_OF_A_TERM = 10
LEAST_BITS, MOST_BITS = 512, 1 << 14
# A word longer than this is looked up by its first terms alone.
MOST_HASHES = 64

WORD = re.compile(rb"[0-9a-z]+[+#]*")
# What stands in words and behind them; a space for each other byte. Splitting takes a third of the time of WORD.
IN_WORDS = bytes(byte if byte in b"0123456789abcdefghijklmnopqrstuvwxyz+#" else 32 for byte in range(256))
ASCII = re.compile(r"[\x00-\x7f]+")
OTHER = re.compile(r"[^\x00-\x7f]+")
# An odd number without a pattern in its bits: the golden ratio's.
SPREAD = 0x9E3779B1
HASH = 0xFFFF
ALONE = 0xFFFF0000
ONE = ord("1")


def signature_of(folded: str, marks: Iterable[str]) -> bytes:
    """The Bloom filter of the terms of a text, or of many with a space or control character between them, and of marks
    (search/matching/segments.py). Its length is a power of two."""
    return signature_with(terms_of(folded), marks)


def terms_of(folded: str) -> set[int]:
    """The terms of a text, or of many."""
    return _terms_of_words(folded) | _terms_of_other(ASCII.sub("", folded))


def signature_with(found: Collection[int], marks: Iterable[str]) -> bytes:
    """The signature of texts that have these terms; see `signature_of`."""
    terms = {*found, *map(_term_of_mark, marks)}
    size = _bits_for(len(terms))
    bits = bytearray(b"0") * size
    for bit in _hashes(terms, most=size - 1):
        bits[bit] = ONE
    # Bit n of the signature is bit n % 8 of byte n // 8, as PostgreSQL's get_bit counts.
    return int(bits[::-1], 2).to_bytes(size // 8, "little")


def bits_of(text: str) -> list[int]:
    """Of a word's folded text: the hashes (16 bits) whose bits, modulo the signature's length in bits, are all set in
    the signature of a text that contains the word. It is empty for a word of ASCII signs."""
    terms = _terms_of_words(text).union(*map(_terms_of_other, OTHER.findall(text)))
    return sorted(set(_hashes(terms)))[:MOST_HASHES]


def bits_of_mark(mark: str) -> list[int]:
    return sorted(_hashes({_term_of_mark(mark)}))


def may_contain(signature: bytes, hashes: Iterable[int]) -> bool:
    """Whether all of these bits are set."""
    size = len(signature) * 8
    for each in hashes:  # a generator would take twice the time
        bit = each % size
        if not signature[bit >> 3] >> (bit & 7) & 1:
            return False
    return True


def _terms_of_words(text: str) -> set[int]:
    words = set(text.encode("ascii", "replace").translate(IN_WORDS).split())
    signs = [word for word in words if b"+" in word or b"#" in word]
    words = words.difference(signs).union(*map(WORD.findall, signs))
    return {term for word in words for term in _beginnings(word[:PREFIX])}


def _terms_of_other(text: str) -> set[int]:
    """Numbers of 32 bits. They are of UTF-16 units, because two neighbours are one number in memory: reading the pairs
    that begin at even and at odd places takes a third of the time of making pairs of strings."""
    units = text.encode("utf-16-le", "surrogatepass")
    alone = map(ALONE.__or__, set(_numbers("H", units)))
    return {*_numbers("I", units), *_numbers("I", units[2:]), *alone}


def _numbers(code: str, data: bytes) -> "array[int]":
    numbers = array(code, data[: len(data) // 4 * 4] if code == "I" else data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


@lru_cache(maxsize=8192)
def _beginnings(word: bytes) -> tuple[int, ...]:
    return tuple(crc32(word[:size]) for size in range(1, len(word) + 1))


@lru_cache(maxsize=8192)
def _term_of_mark(mark: str) -> int:
    return crc32(b"\0" + mark.encode())


def _hashes(terms: Set[int], most: int = HASH) -> Iterable[int]:
    """Two of each term, up to `most`, which is a power of two less one: bits 16 to 31 and 32 to 47 of its product with
    SPREAD. All products are one number with 64 bits for each, which takes less time than a number for each."""
    products = int.from_bytes(array("Q", terms).tobytes(), sys.byteorder) * SPREAD
    masks = int.from_bytes((most << 16 | most << 32).to_bytes(8, "little") * len(terms), "little")
    hashes = _numbers("H", (products & masks).to_bytes(8 * len(terms), "little"))
    return hashes[1::4] + hashes[2::4]


def _bits_for(terms: int) -> int:
    bits = LEAST_BITS
    while bits < min(terms * BITS_OF_A_TERM, MOST_BITS):
        bits *= 2
    return bits
