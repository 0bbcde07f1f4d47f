"""Reactions to messages, and pins."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.requests import caller
from chat import payloads, selectors
from chat.api.serializers import RestQuery
from chat.services.authority import Member
from chat.services.messages import pins, reactions
from core.rest.pagination import NEWEST_PIN, rest_of


class ReactionView(APIView):
    @extend_schema(request=None, responses=payloads.Message)
    def put(self, request: Request, message_id: int, emoji: str) -> Response:
        message = reactions.add(by=caller(request), message_id=message_id, emoji=emoji)
        return Response(payloads.Message.of(message))

    @extend_schema(responses=payloads.Message)
    def delete(self, request: Request, message_id: int, emoji: str) -> Response:
        message = reactions.remove(by=caller(request), message_id=message_id, emoji=emoji)
        return Response(payloads.Message.of(message))


class PinView(APIView):
    @extend_schema(request=None, responses=payloads.Message)
    def put(self, request: Request, message_id: int) -> Response:
        return Response(payloads.Message.of(pins.pin(by=caller(request), message_id=message_id)))

    @extend_schema(responses=payloads.Message)
    def delete(self, request: Request, message_id: int) -> Response:
        return Response(payloads.Message.of(pins.unpin(by=caller(request), message_id=message_id)))


class PinsView(APIView):
    @extend_schema(parameters=[RestQuery], responses=payloads.Pins)
    def get(self, request: Request, room_id: int) -> Response:
        with Member(caller(request)).reading(room_id) as room:
            page = rest_of(request, selectors.pins_of(room), payloads.Message.of, NEWEST_PIN, most=pins.MOST_PINS)
            return Response(payloads.Pins(*page))
