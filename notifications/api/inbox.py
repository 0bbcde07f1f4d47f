"""The caller's inbox."""

from collections.abc import Sequence

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.requests import caller, fields, query
from chat.services.authority import Member
from core.answer_size import TEXTS_AT_ONCE
from core.rest.pagination import NEWEST, page_and_next
from notifications import models, payloads
from notifications.api.serializers import InboxDone, InboxQuery, InboxUndone
from notifications.selectors.inbox import inbox_of, unread_of
from notifications.services import marking

# Each item has a whole message.
LARGEST_PAGE = TEXTS_AT_ONCE


class InboxView(APIView):
    @extend_schema(parameters=[InboxQuery], responses=payloads.Inbox)
    def get(self, request: Request) -> Response:
        user, done = caller(request), query(request, InboxQuery)["done"]
        found = inbox_of(user).select_related("message__author", "membership")
        if done is not None:
            found = found.done() if done else found.undone()
        results, following = page_and_next(request, found, _payloads, NEWEST, most=LARGEST_PAGE)
        # Whoever was removed from a room meanwhile gets nothing of it.
        rooms = Member(user).rooms_among({item.room for item in results})
        results = [item for item in results if item.room in rooms]
        return Response(payloads.Inbox(results, following, unread_of(user).number))


class UnreadView(APIView):
    """How much is not done. It costs less than the items do."""

    @extend_schema(responses=payloads.Unread)
    def get(self, request: Request) -> Response:
        return Response(payloads.Unread.of(*unread_of(caller(request))))


class DoneView(APIView):
    @extend_schema(request=InboxDone, responses=payloads.Unread)
    def post(self, request: Request) -> Response:
        asked = fields(request, InboxDone)
        marked = marking.mark_done(
            by=caller(request), ids=asked.get("ids"), replies=asked.get("replies"), up_to=asked.get("up_to")
        )
        return Response(payloads.Unread.of(*marked))


class UndoneView(APIView):
    @extend_schema(request=InboxUndone, responses=payloads.Unread)
    def post(self, request: Request) -> Response:
        marked = marking.mark_undone(by=caller(request), **fields(request, InboxUndone))
        return Response(payloads.Unread.of(*marked))


def _payloads(items: Sequence[models.InboxItem]) -> list[payloads.InboxItem]:
    return [payloads.InboxItem.of(item) for item in items]
