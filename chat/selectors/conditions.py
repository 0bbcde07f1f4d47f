"""Combine conditions for many rows in one query."""

from collections.abc import Iterable

from django.db.models import Q


def any_of(conditions: Iterable[Q]) -> Q:
    """A condition that holds when one of these holds. For no conditions it holds for every row."""
    combined = Q()
    for condition in conditions:
        combined |= condition
    return combined
