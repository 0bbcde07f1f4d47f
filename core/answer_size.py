"""Limit the size of an answer, in bytes of JSON. Bytes are counted as they are written: a character takes one to six.

Rows are read in steps as well: a page that ends after twenty long messages must not read two hundred.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

import msgspec
from django.db.models import QuerySet

Item = TypeVar("Item")

MOST_BYTES = 1_000_000
# Rows with a text that are in memory together; with the longest texts they take 4 MB.
TEXTS_AT_ONCE = 50

_encoder = msgspec.json.Encoder(enc_hook=str)


def size_of(payload: Any) -> int:
    return len(_encoder.encode(payload))


class Budget:
    """The bytes left of one answer. `reserved`: bytes for other parts of the answer."""

    def __init__(self, *, reserved: int = 0) -> None:
        self.left = MOST_BYTES - reserved
        self.is_untouched = True

    def take(self, payload: Any) -> bool:
        """Count this payload. Returns whether it fits."""
        return self.take_bytes(size_of(payload))

    def take_bytes(self, count: int) -> bool:
        """Count `count` bytes, like `take`. The first payload always fits: after an empty answer a client would
        repeat its request forever."""
        fits = count < self.left or self.is_untouched
        if fits:
            self.left -= count + 1  # the payload and a comma
            self.is_untouched = False
        return fits

    def fitting(self, payloads: Sequence[Item]) -> list[Item]:
        """The first payloads, as many as fit."""
        return list(payloads[: self.count_of(payloads)])

    def count_of(self, payloads: Sequence[Any]) -> int:
        return self.count_of_sizes(map(size_of, payloads))

    def count_of_sizes(self, sizes: Iterable[int]) -> int:
        """How many payloads of these bytes fit, one after the other."""
        count = 0
        for size in sizes:
            if not self.take_bytes(size):
                break
            count += 1
        return count


def in_steps(rows: QuerySet[Any], most: int) -> Iterator[Any]:
    """The first `most` rows of a queryset without a slice, read in steps as they are consumed."""
    if most <= TEXTS_AT_ONCE + 1:  # callers ask for one row more than a page has
        yield from rows[:most]
        return
    for keys in batches(list(rows.values_list("pk", flat=True)[:most])):
        found = rows.in_bulk(keys)
        yield from (found[key] for key in keys if key in found)


def batches(items: Iterable[Item], size: int = TEXTS_AT_ONCE) -> Iterator[list[Item]]:
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some
