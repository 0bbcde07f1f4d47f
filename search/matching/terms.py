"""Terms: what a signature holds of a text, so that a text without a query's terms is not read.

Of scripts without spaces: each character and each pair. Of words: their beginnings up to PREFIX letters. A word of a
query has terms that every text which the rule finds it in has, too.
"""

PREFIX = 8


def signature_of(folded: str, marks: frozenset[str]) -> bytes:
    """The Bloom filter of the terms of a text and of marks (search/matching/segments.py). Its length is a power of two."""
    raise NotImplementedError


def bits_of(text: str) -> list[int]:
    """Of a word's folded text: the hashes (31 bits) whose bits, modulo the signature's length in bits, are all set in
    the signature of a text that contains the word. Hashes are equal on every machine."""
    raise NotImplementedError


def bits_of_mark(mark: str) -> list[int]:
    raise NotImplementedError
