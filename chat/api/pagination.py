"""Pages that begin after a row, not at a count of rows: a deep page costs what the first one does."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response


class Keyset(CursorPagination):
    page_size = 200
    page_size_query_param = "limit"
    max_page_size = 500


def page(
    request: Request, rows: QuerySet[Any], shape: Callable[[Sequence[Any]], Sequence[Any]], *, ordering: str
) -> Response:
    """One page of `rows`, in the shape of their payloads."""
    keyset = Keyset()
    keyset.ordering = ordering
    found = keyset.paginate_queryset(rows, request) or []
    return keyset.get_paginated_response(shape(found))
