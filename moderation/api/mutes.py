"""Mutes of a room, for its moderators and owners; one's own mutes."""

from collections.abc import Sequence

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.requests import caller, fields
from chat.api.serializers import PageQuery
from chat.services.authority import Member
from core.rest.pagination import NEWEST, page
from core.rest.schema import page_of
from moderation import models
from moderation.api.restriction_serializers import MuteCreate
from moderation.payloads import restrictions as shapes
from moderation.selectors import mutes as selectors
from moderation.services import mutes


class MutesView(APIView):
    @extend_schema(parameters=[PageQuery], responses=page_of(shapes.Mute))
    def get(self, request: Request, room_id: int) -> Response:
        room = Member(caller(request)).moderated_room(room_id)
        return page(request, selectors.of_room(room), _payloads, NEWEST)


class MuteView(APIView):
    @extend_schema(request=MuteCreate, responses=shapes.Mute)
    def put(self, request: Request, room_id: int, user_id: int) -> Response:
        by, asked = Member(caller(request)), fields(request, MuteCreate)
        return Response(shapes.Mute.of(mutes.mute(by=by, room_id=room_id, user_id=user_id, **asked)))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, room_id: int, user_id: int) -> Response:
        mutes.lift(by=Member(caller(request)), room_id=room_id, user_id=user_id)
        return Response(status=204)


class MyMutesView(APIView):
    @extend_schema(responses=shapes.MyMutes)
    def get(self, request: Request) -> Response:
        return Response(shapes.MyMutes([shapes.MyMute.of(mute) for mute in selectors.of_person(caller(request))]))


def _payloads(found: Sequence[models.Mute]) -> list[shapes.Mute]:
    return [shapes.Mute.of(mute) for mute in found]
