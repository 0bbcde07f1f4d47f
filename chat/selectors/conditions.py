"""Conditions of many things together, in one query."""

from collections.abc import Iterable

from django.db.models import Q


def any_of(conditions: Iterable[Q]) -> Q:
    """Of no condition: one that holds for every row."""
    combined = Q()
    for condition in conditions:
        combined |= condition
    return combined
