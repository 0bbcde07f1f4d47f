"""Terms: what a signature holds of a text, so that a text without a query's terms is not read.

Of scripts without spaces: each character and each pair. Of words: their beginnings up to PREFIX letters, with the signs
of C++ and C#. A word of a query has terms that every text which the rule finds it in has, too.

A signature is a Bloom filter: two bits for each term. Hashes come from the characters alone, so they are equal on every
machine and in every process.
"""

import re
import sys
from array import array
from collections.abc import Iterable
from functools import lru_cache
from zlib import crc32

from search.matching.scripts import WORDS

PREFIX = 8
# A signature has 10 bits or more for a term until it has MOST_BITS: 2 KB, so that PostgreSQL keeps it in the row.
BITS_OF_A_TERM = 10
LEAST_BITS, MOST_BITS = 512, 1 << 14
# A word longer than this is looked up by its first terms alone.
MOST_HASHES = 64

WORD = re.compile(f"[{WORDS}]+[+#]*")
# Neither of words nor ASCII: Japanese, Chinese, Korean, emoji, …
UNSPACED = re.compile(rf"[^\x00-\x7f{WORDS}]+")
OTHER = re.compile(rf"[\x00-\x7f{WORDS}]+")
# Odd numbers without a pattern in their bits: the golden ratio's.
SPREAD = 0x9E3779B1
HASH = 0xFFFF
ALONE = 0xFFFF0000


def signature_of(folded: str, marks: Iterable[str]) -> bytes:
    """The Bloom filter of the terms of a text, or of many with a space or control character between them, and of marks
    (search/matching/segments.py). Its length is a power of two."""
    terms = _terms(OTHER.sub("", folded), set(WORD.findall(folded)))
    terms.update(map(_term_of_mark, marks))
    size = _bits_for(len(terms))
    last = size - 1
    bits = bytearray(b"0") * size
    for term in terms:
        spread = term * SPREAD >> 16
        bits[spread & last] = bits[spread >> 16 & last] = 49  # "1"
    # Bit n of the signature is bit n % 8 of byte n // 8, as PostgreSQL's get_bit counts.
    return int(bits[::-1], 2).to_bytes(size // 8, "little")


def bits_of(text: str) -> list[int]:
    """Of a word's folded text: the hashes (16 bits) whose bits, modulo the signature's length in bits, are all set in
    the signature of a text that contains the word. It is empty for a word of ASCII signs."""
    terms = _terms("", set(WORD.findall(text)))
    for run in UNSPACED.findall(text):
        terms |= _terms(run, ())
    return _hashes(terms)


def bits_of_mark(mark: str) -> list[int]:
    return _hashes([_term_of_mark(mark)])


def may_contain(signature: bytes, hashes: Iterable[int]) -> bool:
    """Whether all of these bits are set."""
    size = len(signature) * 8
    return all(signature[bit >> 3] >> (bit & 7) & 1 for bit in (each % size for each in hashes))


def _terms(unspaced: str, words: Iterable[str]) -> set[int]:
    """Numbers of 32 bits. They are of UTF-16 units, because two neighbours are one number in memory: reading the pairs
    that begin at even and at odd places takes a fifth of the time of making pairs of strings."""
    units = unspaced.encode("utf-16-le", "surrogatepass")
    terms = {*_numbers("I", units), *_numbers("I", units[2:])}
    terms.update(ALONE | unit for unit in set(_numbers("H", units)))
    for word in words:
        terms.update(_beginnings(word[:PREFIX]))
    return terms


def _numbers(code: str, data: bytes) -> Iterable[int]:
    numbers = array(code, data[: len(data) // 4 * 4] if code == "I" else data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


@lru_cache(maxsize=8192)
def _beginnings(word: str) -> tuple[int, ...]:
    return tuple(crc32(word[:size].encode("utf-8", "surrogatepass")) for size in range(1, len(word) + 1))


@lru_cache(maxsize=8192)
def _term_of_mark(mark: str) -> int:
    return crc32(b"\0" + mark.encode())


def _hashes(terms: Iterable[int]) -> list[int]:
    spread = [term * SPREAD >> 16 for term in terms]
    return sorted({hash_ & HASH for pair in spread for hash_ in (pair, pair >> 16)})[:MOST_HASHES]


def _bits_for(terms: int) -> int:
    bits = LEAST_BITS
    while bits < min(terms * BITS_OF_A_TERM, MOST_BITS):
        bits *= 2
    return bits
