"""Terms: what a signature holds of a text, so that a text without a query's terms is not read.

Of words in ASCII: their beginnings up to PREFIX letters, with the signs of C++ and C#. Of signs in ASCII: each and each
pair, but for the question mark. Of all else: each character and each pair. A word of a query has terms that every text
which the rule finds it in has, too.
"""

import re
from array import array
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from search.matching.hashes import hashes_of_beginnings, hashes_of_numbers, in_memory
from search.matching.signatures import MOST_BITS, Signature

# A word longer than this is looked up by its first terms alone.
MOST_HASHES = 64

WORD = re.compile(rb"[0-9a-z]+[+#]*")
# What stands in words and behind them; a space for each other byte. Splitting takes a third of the time of WORD.
IN_WORDS = bytes(byte if byte in b"0123456789abcdefghijklmnopqrstuvwxyz+#" else 32 for byte in range(256))
# Signs; a space for each other byte, and for the question mark, which stands for all that is not ASCII.
SIGNS = bytes(byte if byte in b"!\"#$%&'()*+,-./:;<=>@[\\]^_`{|}~" else 32 for byte in range(256))
# A run of signs that is longer is not kept in memory.
LONG_RUN = 16
ASCII = re.compile(r"[\x00-\x7f]+")
OTHER = re.compile(r"[^\x00-\x7f]+")
ALONE = 0xFFFF0000
MODULO = MOST_BITS - 1


def signature_of(folded: str, marks: Iterable[str]) -> bytes:
    """The signature of a text, or of many with a space or control character between them, and of marks
    (search/matching/marks.py)."""
    signature = Signature()
    add_text(signature, folded)
    add_marks(signature, marks)
    return signature.packed()


def add_text(signature: Signature, folded: str) -> None:
    """The terms of a text, or of many with a space or control character between them."""
    plain = folded.encode("ascii", "replace")
    signature.add(hashes_of_beginnings(_words(plain), MODULO))
    signature.add(hashes_of_numbers(_terms_of_signs(plain), MODULO))
    for terms in _terms_of_other(ASCII.sub("", folded)):
        signature.add(hashes_of_numbers(terms, MODULO))


def add_marks(signature: Signature, marks: Iterable[str]) -> None:
    signature.add(hashes_of_numbers(b"".join(map(_term_of_mark, marks)), MODULO))


def bits_of(text: str) -> list[int]:
    """Of a word's folded text: the hashes (16 bits) whose bits, modulo the signature's length in bits, are all set in
    the signature of a text that contains the word. It is empty for question marks alone."""
    plain = text.encode("ascii", "replace")
    hashes = {each for word in _words(plain) for each in hashes_of_beginnings([word])}
    for terms in (_terms_of_signs(plain), *(terms for run in OTHER.findall(text) for terms in _terms_of_other(run))):
        hashes.update(hashes_of_numbers(terms))
    return sorted(hashes)[:MOST_HASHES]


def bits_of_mark(mark: str) -> list[int]:
    return sorted(hashes_of_numbers(_term_of_mark(mark)))


def _words(plain: bytes) -> set[bytes]:
    words = set(plain.translate(IN_WORDS).split())
    if b"+" not in plain and b"#" not in plain:
        return words
    signs = [word for word in words if b"+" in word or b"#" in word]
    return words.difference(signs).union(*map(WORD.findall, signs))


# Terms of the rest are numbers of 32 bits, little-endian.


def _terms_of_signs(plain: bytes) -> bytes:
    runs = set(plain.translate(SIGNS).split())
    return b"".join([_terms_of_run(run) if len(run) <= LONG_RUN else _terms_of_run.__wrapped__(run) for run in runs])


@lru_cache(maxsize=2048)
def _terms_of_run(run: bytes) -> bytes:
    parts = {*map(bytes, zip(run)), *map(bytes, pairwise(run))}
    return b"".join(_number(crc32(b"\1" + part)) for part in parts)


def _terms_of_other(text: str) -> tuple[bytes, bytes, bytes]:
    """Pairs of UTF-16 units, because two neighbours are one number in memory, so nothing is done for each: those that
    begin at even places, and those at odd ones. The third are the units alone."""
    units = text.encode("utf-16-le", "surrogatepass")
    alone = array("I", map(ALONE.__or__, set(in_memory("H", units))))
    return _whole(units), _whole(units[2:]), in_memory("I", alone.tobytes()).tobytes()


def _whole(units: bytes) -> bytes:
    return units[: len(units) & ~3]


@lru_cache(maxsize=8192)
def _term_of_mark(mark: str) -> bytes:
    return _number(crc32(b"\0" + mark.encode()))


def _number(term: int) -> bytes:
    return term.to_bytes(4, "little")
