"""Who is there now. Sockets know it, and they are above this layer: chat/apps.py connects their source."""

from collections.abc import Callable, Collection, Mapping, Set

Source = Callable[[Collection[int]], Set[int]]
Number = Callable[[], int]
Looking = Callable[[Collection[int]], Mapping[int, Set[int]]]

_sources: list[Source] = []
_numbers: list[Number] = []
_looking: list[Looking] = []


def read_from(source: Source, number: Number, looking: Looking) -> None:
    """Name the functions that say who of some people is online or away, how many are, and which rooms they look at. They
    may answer late by seconds."""
    _sources[:], _numbers[:], _looking[:] = [source], [number], [looking]


def number_present() -> int:
    return _numbers[0]() if _numbers else 0


def present_among(user_ids: Collection[int]) -> Set[int]:
    return _sources[0](user_ids) if _sources and user_ids else set()


def looking_among(user_ids: Collection[int]) -> Mapping[int, Set[int]]:
    """The ids of the rooms that these people look at, on any of their devices."""
    return _looking[0](user_ids) if _looking and user_ids else {}
