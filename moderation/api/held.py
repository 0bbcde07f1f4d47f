"""Held messages: those who decide see all of a room, and everybody their own."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.requests import caller, fields, query
from chat import payloads
from chat.api.serializers import PageQuery
from chat.services.authority import Member
from core.rest.pagination import NEWEST, page_and_next
from moderation.api.rule_serializers import HeldRefuse
from moderation.payloads import rules as shapes
from moderation.selectors.held import shown
from moderation.services.held import releasing


class HeldMessagesView(APIView):
    @extend_schema(parameters=[PageQuery], responses=shapes.HeldMessages)
    def get(self, request: Request, room_id: int) -> Response:
        query(request, PageQuery)
        rows = shown(Member(caller(request)).membership(room_id))
        return Response(
            shapes.HeldMessages(*page_and_next(request, rows, lambda found: [*map(shapes.held, found)], NEWEST))
        )


class HeldMessageView(APIView):
    @extend_schema(responses={204: None})
    def delete(self, request: Request, held_id: int) -> Response:
        releasing.withdraw(by=caller(request), held_id=held_id)
        return Response(status=204)


class ReleaseView(APIView):
    @extend_schema(request=None, responses=payloads.Message)
    def post(self, request: Request, held_id: int) -> Response:
        return Response(payloads.Message.of(releasing.release(by=Member(caller(request)), held_id=held_id)))


class RefuseView(APIView):
    @extend_schema(request=HeldRefuse, responses=payloads.HeldMessage)
    def post(self, request: Request, held_id: int) -> Response:
        asked = fields(request, HeldRefuse)
        return Response(shapes.held(releasing.refuse(by=Member(caller(request)), held_id=held_id, **asked)))
