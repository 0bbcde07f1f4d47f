"""Quantiles of measured times."""

from collections.abc import Iterable


def milliseconds(nanoseconds: Iterable[int], part: float) -> float:
    """The time that this part of them did not exceed."""
    ordered = sorted(nanoseconds)
    if not ordered:
        raise ValueError("nothing was measured")
    return round(ordered[min(len(ordered) - 1, int(part * len(ordered)))] / 1e6, 3)
