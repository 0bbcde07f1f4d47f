"""Who is there now. Sockets know it, and they are above this layer: chat/apps.py connects their source."""

from collections.abc import Callable, Collection, Set

Source = Callable[[Collection[int]], Set[int]]
Number = Callable[[], int]

_sources: list[Source] = []
_numbers: list[Number] = []


def read_from(source: Source, number: Number) -> None:
    """Name the functions that say who of some people is online or away, and how many are. They may answer late by
    seconds."""
    _sources[:], _numbers[:] = [source], [number]


def number_present() -> int:
    return _numbers[0]() if _numbers else 0


def present_among(user_ids: Collection[int]) -> Set[int]:
    return _sources[0](user_ids) if _sources and user_ids else set()
