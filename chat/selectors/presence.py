"""Who is there now. Sockets know it, and they are above this layer: chat/apps.py connects their source."""

from collections.abc import Callable, Collection, Set

Source = Callable[[Collection[int]], Set[int]]

_sources: list[Source] = []


def read_from(source: Source) -> None:
    """Name the function that says who of some people is online or away. It may answer late by seconds."""
    _sources[:] = [source]


def present_among(user_ids: Collection[int]) -> Set[int]:
    return _sources[0](user_ids) if _sources and user_ids else set()
