"""The bounds of the process that reads a picture."""

import os
import resource
import signal
import sys

import pytest

from files.inspection.pictures import restrictions
from files.inspection.pictures.request import Limits


@pytest.fixture
def restricted(monkeypatch: pytest.MonkeyPatch) -> dict[int, int]:
    """The limits that were set, of a process whose time is bounded to 7 s already."""
    held: dict[int, int] = {}

    def limit(kind: int, bounds: tuple[int, int]) -> None:
        if kind == resource.RLIMIT_AS:
            raise ValueError("current limit exceeds maximum limit")
        held[kind] = bounds[0]

    infinite = resource.RLIM_INFINITY
    monkeypatch.setattr(resource, "setrlimit", limit)
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (infinite, 7 if kind == resource.RLIMIT_CPU else infinite))
    monkeypatch.setattr(os, "nice", lambda _: None)
    monkeypatch.setattr(signal, "alarm", lambda _: None)
    return held


LIMITS = Limits(pixels=1, frames=1, moving_pixels=1, memory=1, cpu_seconds=60, file_size=3, seconds=4)


def test_a_mac_bounds_no_memory_and_everything_else(
    restricted: dict[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    restrictions.restrict(LIMITS)
    assert restricted == {resource.RLIMIT_CPU: 7, resource.RLIMIT_FSIZE: 3, resource.RLIMIT_CORE: 0}


def test_elsewhere_nothing_is_read_without_a_bound_of_memory(restricted: dict[int, int]) -> None:
    with pytest.raises(ValueError, match="limit"):
        restrictions.restrict(LIMITS)
