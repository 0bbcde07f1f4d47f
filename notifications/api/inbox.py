"""The caller's inbox."""

from collections.abc import Sequence

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.requests import caller, fields, query
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
        return Response(payloads.Inbox(results, following, unread_of(user)))


class DoneView(APIView):
    @extend_schema(request=InboxDone, responses=payloads.Unread)
    def post(self, request: Request) -> Response:
        asked = fields(request, InboxDone)
        unread = marking.mark_done(by=caller(request), ids=asked.get("ids"), replies=asked.get("replies"))
        return Response(payloads.Unread(unread))


class UndoneView(APIView):
    @extend_schema(request=InboxUndone, responses=payloads.Unread)
    def post(self, request: Request) -> Response:
        return Response(payloads.Unread(marking.mark_undone(by=caller(request), **fields(request, InboxUndone))))


def _payloads(items: Sequence[models.InboxItem]) -> list[payloads.InboxItem]:
    return [payloads.InboxItem.of(item) for item in items]
