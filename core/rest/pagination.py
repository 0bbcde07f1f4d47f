"""Keyset pages: a page begins after a row instead of after a number of rows, so a deep page costs no more than the
first one.

A page ends at its limit, or at the bytes of an answer (core/answer_size.py). The `cursor` parameter in the URLs of the
next and the previous page names the row at which that page begins.
"""

import re
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, NamedTuple

import msgspec
from django.db.models import Q, QuerySet
from msgspec import Meta
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from core.answer_size import Budget, in_steps
from core.problems import Problem

PAGE, LARGEST_PAGE = 200, 500
LONGEST_CURSOR = 1000  # a name in small letters may take 480 bytes

Number = Annotated[int, Meta(ge=0, le=2**63 - 1)]
Moment = Annotated[datetime, Meta(tz=True)]
# PostgreSQL takes no NUL.
Text = Annotated[str, Meta(max_length=200, pattern=r"^[^\x00]*\Z")]


class Order:
    """An order by fields whose values together are unique to a row. `kind`: the tuple of the fields' types."""

    def __init__(self, fields: Sequence[str], kind: Any, *, descending: bool = False) -> None:
        self._fields, self._descending = fields, descending
        self._decoder: msgspec.json.Decoder[tuple[bool, tuple[Any, ...]]] = msgspec.json.Decoder(tuple[bool, kind])

    def sorted(self, rows: QuerySet[Any], *, backwards: bool = False) -> QuerySet[Any]:
        sign = "-" if self._descending != backwards else ""
        return rows.order_by(*(f"{sign}{field}" for field in self._fields))

    def beyond(self, rows: QuerySet[Any], cursor: "Cursor") -> QuerySet[Any]:
        """The rows after the cursor's row, or before it when the cursor points backwards."""
        way = "lt" if self._descending != cursor.backwards else "gt"
        condition = Q()
        for field, value in reversed(list(zip(self._fields, cursor.place, strict=True))):
            # In this form one range of an index on all fields serves the condition.
            farther = Q(**{f"{field}__{way}": value})
            condition = farther if not condition else Q(**{f"{field}__{way}e": value}) & (farther | condition)
        return rows.filter(condition)

    def read(self, text: str) -> "Cursor":
        """Parse a cursor. Raises Problem `invalid` for any other text."""
        try:
            raw = b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
            backwards, place = self._decoder.decode(raw if len(text) <= LONGEST_CURSOR else b"")
            place = tuple(value.astimezone(UTC) if isinstance(value, datetime) else value for value in place)
        except (msgspec.MsgspecError, ValueError, OverflowError):
            raise Problem("invalid", fields={"cursor": ["invalid"]}) from None
        return Cursor(backwards, place)

    def cursor(self, row: Any, *, backwards: bool = False) -> "Cursor":
        return Cursor(backwards, tuple(getattr(row, field) for field in self._fields))


class Cursor(NamedTuple):
    backwards: bool
    place: tuple[Any, ...]

    def __str__(self) -> str:
        return urlsafe_b64encode(msgspec.json.encode(tuple(self))).decode().rstrip("=")


BY_ROOM = Order(["room_id"], tuple[Number])
BY_ID = Order(["pk"], tuple[Number])
NEWEST = Order(["pk"], tuple[Number], descending=True)
BY_JOINING = Order(["joined_at", "pk"], tuple[Moment, Number])
MOST_ACTIVE = Order(["active_at", "pk"], tuple[Moment, Number], descending=True)
BY_NAME = Order(["name_key", "pk"], tuple[Text, Number])
BY_RANK = Order(["rank", "name_key", "pk"], tuple[Number, Text, Number])
NEWEST_PIN = Order(["pinned_at", "seq"], tuple[Moment, Number], descending=True)
NEWEST_DRAFT = Order(["at", "pk"], tuple[Moment, Number], descending=True)


def page(
    request: Request, rows: QuerySet[Any], shape: Callable[[Sequence[Any]], Sequence[Any]], order: Order
) -> Response:
    """One page of `rows` as an answer. `shape` turns rows into payloads."""
    cursor = _cursor_of(request, order)
    backwards = cursor is not None and cursor.backwards
    rows = order.sorted(rows if cursor is None else order.beyond(rows, cursor), backwards=backwards)
    found = list(rows[: (limit := _limit_of(request)) + 1])
    payloads = Budget().fitting(shape(found[:limit]))
    shown, has_more = found[: len(payloads)], len(payloads) < len(found)
    if backwards:
        shown, payloads = shown[::-1], payloads[::-1]
    before = shown and (has_more if backwards else cursor is not None)
    after = shown and (has_more or backwards)
    return Response(
        {
            "next": url_at(request, order.cursor(shown[-1])) if after else None,
            "previous": url_at(request, order.cursor(shown[0], backwards=True)) if before else None,
            "results": payloads,
        }
    )


def page_and_next(
    request: Request,
    rows: QuerySet[Any],
    shape: Callable[[Sequence[Any]], Sequence[Any]],
    order: Order,
    *,
    most: int = LARGEST_PAGE,
) -> tuple[list[Any], str | None]:
    """The payloads of one page of at most `most`, and the URL of the next one or None."""
    cursor = _cursor_of(request, order)
    rows = order.sorted(rows if cursor is None else order.beyond(rows, cursor))
    found = list(rows[: (limit := min(_limit_of(request), most)) + 1])
    payloads = Budget().fitting(shape(found[:limit]))
    has_more = 0 < len(payloads) < len(found)
    return payloads, url_at(request, order.cursor(found[len(payloads) - 1])) if has_more else None


def rest_of(
    request: Request, rows: QuerySet[Any], shape: Callable[[Any], Any], order: Order, *, most: int
) -> tuple[list[Any], str | None]:
    """The payloads from the cursor on, and the URL of the rest or None.

    For lists of at most `most` rows that nearly always fit into one answer.
    """
    cursor = _cursor_of(request, order)
    rows = order.sorted(rows if cursor is None else order.beyond(rows, cursor))
    budget, payloads, last = Budget(), list[Any](), None
    for row in in_steps(rows, most):
        if not budget.take(payload := shape(row)):
            return payloads, url_at(request, order.cursor(last))
        payloads.append(payload)
        last = row
    return payloads, None


def _cursor_of(request: Request, order: Order) -> Cursor | None:
    text = request.query_params.get("cursor")
    return None if text is None else order.read(text)


def _limit_of(request: Request) -> int:
    """The `limit` parameter if it is a number, at most LARGEST_PAGE; otherwise PAGE."""
    text = request.query_params.get("limit", "")
    return min(int(text), LARGEST_PAGE) or PAGE if re.fullmatch("[0-9]{1,18}", text) else PAGE


def url_at(request: Request, cursor: Cursor) -> str:
    return replace_query_param(request.build_absolute_uri(), "cursor", str(cursor))
