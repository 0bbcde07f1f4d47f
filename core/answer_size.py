"""How large an answer may be, in bytes of JSON: counted as it is written, since a character may take from one byte to six.

Rows are read in steps, too. Otherwise a page that ends after twenty long messages would have cost the memory of two hundred.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

import msgspec
from django.db.models import QuerySet

Item = TypeVar("Item")

MOST_BYTES = 1_000_000
# Rows with a text that are in memory together: of the longest texts 4 MB.
TEXTS_AT_ONCE = 50

_encoder = msgspec.json.Encoder(enc_hook=str)


def size_of(payload: Any) -> int:
    return len(_encoder.encode(payload))


class Budget:
    """What an answer may still hold."""

    def __init__(self, *, reserved: int = 0) -> None:
        self.left = MOST_BYTES - reserved
        self.is_untouched = True

    def take(self, payload: Any) -> bool:
        """Whether it fits in."""
        return self.take_bytes(size_of(payload))

    def take_bytes(self, count: int) -> bool:
        """The first thing always fits: after an answer with nothing in it a client would ask for the same again, for ever."""
        fits = count < self.left or self.is_untouched
        if fits:
            self.left -= count + 1  # the comma behind it
            self.is_untouched = False
        return fits

    def fitting(self, payloads: Sequence[Item]) -> list[Item]:
        """As many of these as fit, from the first one on."""
        return list(payloads[: self.count_of(payloads)])

    def count_of(self, payloads: Sequence[Any]) -> int:
        for count, payload in enumerate(payloads):
            if not self.take(payload):
                return count
        return len(payloads)


def in_steps(rows: QuerySet[Any], most: int) -> Iterator[Any]:
    """The first rows of a queryset that is not sliced, read as they are asked for."""
    if most <= TEXTS_AT_ONCE + 1:  # one more tells whether there are more
        yield from rows[:most]
        return
    for keys in batches(list(rows.values_list("pk", flat=True)[:most])):
        found = rows.in_bulk(keys)
        yield from (found[key] for key in keys if key in found)


def batches(items: Iterable[Item], size: int = TEXTS_AT_ONCE) -> Iterator[list[Item]]:
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some
