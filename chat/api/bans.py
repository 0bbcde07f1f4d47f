"""Bans of a room, for its moderators and owners."""

from collections.abc import Sequence

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.requests import caller, fields
from chat import models, payloads, selectors
from chat.api.serializers import BanCreate, PageQuery
from chat.services.authority import Member
from chat.services.rooms import bans
from core.rest.pagination import NEWEST, page
from core.rest.schema import page_of


class BansView(APIView):
    @extend_schema(parameters=[PageQuery], responses=page_of(payloads.Ban))
    def get(self, request: Request, room_id: int) -> Response:
        return page(request, selectors.bans_of(Member(caller(request)).moderated_room(room_id)), _payloads, NEWEST)


class BanView(APIView):
    @extend_schema(request=BanCreate, responses=payloads.Ban)
    def put(self, request: Request, room_id: int, user_id: int) -> Response:
        by, asked = Member(caller(request)), fields(request, BanCreate)
        return Response(payloads.Ban.of(bans.ban(by=by, room_id=room_id, user_id=user_id, **asked)))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, room_id: int, user_id: int) -> Response:
        bans.lift(by=Member(caller(request)), room_id=room_id, user_id=user_id)
        return Response(status=204)


def _payloads(found: Sequence[models.Ban]) -> list[payloads.Ban]:
    return [payloads.Ban.of(ban) for ban in found]
