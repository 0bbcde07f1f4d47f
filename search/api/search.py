from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.requests import caller, query
from core.keyed_lock import KeyedLock
from core.problems import Problem
from core.rate_limits.windows import count
from core.rest.pagination import Number, Order, url_at
from core.time_zones import zone_of
from search import payloads
from search.api.serializers import SearchQuery
from search.query.parser import parse
from search.selectors.pages import Best
from search.selectors.places import Place
from search.selectors.search import Answer, search

# A page begins after the last result of the page before.
ORDERS = {
    "newest": Order(Place._fields, tuple[Number, Number, Number], descending=True),
    "best": Order(Best._fields, tuple[Number, Number, Number, Number, Number, Number, Number], descending=True),
}
KEYS: dict[str, Any] = {"newest": Place, "best": Best}


class SearchView(APIView):
    @extend_schema(operation_id="search", parameters=[SearchQuery], responses=payloads.Found)
    def get(self, request: Request) -> Response:
        user = caller(request)
        count("search", account=f"{user.pk}")
        asked = query(request, SearchQuery)
        after = _after(asked)
        understood = parse(asked["q"], zone_of(user.time_zone))
        with _searches.turn(user.pk):
            best = asked["sort"] == "best"
            found = search(user, understood, best=best, after=after, size=asked["limit"])
        return Response(_shape(request, found, ORDERS[asked["sort"]]))


def _after(asked: dict[str, Any]) -> Any:
    """Raises Problem `invalid` for what is no cursor of this order."""
    if "cursor" not in asked:
        return None
    cursor = ORDERS[asked["sort"]].read(asked["cursor"])
    if cursor.backwards:
        raise Problem("invalid", fields={"cursor": ["invalid"]})
    return KEYS[asked["sort"]](*cursor.place)


def _shape(request: Request, found: Answer, order: Order) -> payloads.Found:
    return payloads.Found(
        results=list(found.results),
        rooms=list(found.rooms),
        people=list(found.people),
        files=list(found.files),
        notes=[payloads.Note(*note) for note in found.notes],
        next=url_at(request, order.cursor(found.next)) if found.next else None,
    )


# When somebody types on, one search runs and two wait for it.
_searches = KeyedLock(most=2, seconds=2)
