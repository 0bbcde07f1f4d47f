"""Rooms: the caller's rooms, rooms to join, a single room."""

from collections.abc import Sequence

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.idempotency import ONCE, once
from accounts.api.requests import caller, fields, query
from chat import selectors
from chat.api.serializers import DirectOpen, OpeningQuery, PageQuery, Preferences, RoomChange, RoomCreate, RoomsQuery
from chat.models import Room
from chat.payloads import Opening, RoomSummary
from chat.services.authority import Member
from chat.services.personal.preferences import prefer
from chat.services.rooms import joining, memberships, rooms
from chat.services.rooms.direct import open_direct
from core.rate_limits.counters import LOOKUPS
from core.rest.pagination import BY_ID, BY_ROOM, MOST_ACTIVE, page
from core.rest.schema import page_of


class RoomsView(APIView):
    may_be_embedded = True

    @extend_schema(operation_id="rooms_list", parameters=[RoomsQuery, PageQuery], responses=page_of(RoomSummary))
    def get(self, request: Request) -> Response:
        asked = query(request, RoomsQuery)
        if asked["browse"]:
            # All of them are sorted or searched: an index by activity would have to change with every message.
            if asked["q"].strip() or asked["sort"] == "active":
                LOOKUPS.expect(caller(request).pk)
            order = MOST_ACTIVE if asked["sort"] == "active" else BY_ID
            return page(request, selectors.rooms_to_join(caller(request), query=asked["q"]), _unjoined, order)
        return page(request, selectors.memberships_of(caller(request)), selectors.summaries, BY_ROOM)

    @extend_schema(parameters=[ONCE], request=RoomCreate, responses={201: RoomSummary})
    def post(self, request: Request) -> Response:
        asked = fields(request, RoomCreate)
        room = rooms.create(owner=caller(request), once=once(request), **asked)
        return Response(selectors.summary_of(caller(request), room.pk), status=201)


class RoomView(APIView):
    @extend_schema(responses=RoomSummary)
    def get(self, request: Request, room_id: int) -> Response:
        return Response(selectors.summary_of(caller(request), room_id))

    @extend_schema(request=RoomChange, responses=RoomSummary)
    def patch(self, request: Request, room_id: int) -> Response:
        rooms.change(by=Member(caller(request)), room_id=room_id, **fields(request, RoomChange))
        return Response(selectors.summary_of(caller(request), room_id))


class OpeningView(APIView):
    may_be_embedded = True

    @extend_schema(parameters=[OpeningQuery], responses=Opening)
    def get(self, request: Request, room_id: int) -> Response:
        """The room first: a change between the two reads is in the page already, or comes after the room's `rev`."""
        asked = query(request, OpeningQuery)
        summary = selectors.summary_of(caller(request), room_id)
        around = asked["around"] or _unread_above(summary, asked["limit"])
        with Member(caller(request)).reading(room_id) as room:
            return Response(Opening(summary, around, selectors.history(room, around=around, limit=asked["limit"])))


class DirectView(APIView):
    @extend_schema(request=DirectOpen, responses={201: RoomSummary, 200: RoomSummary})
    def post(self, request: Request) -> Response:
        opened = open_direct(by=caller(request), others=fields(request, DirectOpen)["users"])
        summary = selectors.summary_of(caller(request), opened.room.pk)
        return Response(summary, status=201 if opened.created else 200)


class MineView(APIView):
    @extend_schema(request=Preferences, responses=RoomSummary)
    def patch(self, request: Request, room_id: int) -> Response:
        prefer(by=caller(request), room_id=room_id, **fields(request, Preferences))
        return Response(selectors.summary_of(caller(request), room_id))


class JoinView(APIView):
    @extend_schema(request=None, responses=RoomSummary)
    def post(self, request: Request, room_id: int) -> Response:
        joining.join(by=caller(request), room_id=room_id)
        return Response(selectors.summary_of(caller(request), room_id))


class StayView(APIView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, room_id: int) -> Response:
        memberships.stay(by=caller(request), room_id=room_id)
        return Response(status=204)


class LeaveView(APIView):
    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, room_id: int) -> Response:
        memberships.leave(by=caller(request), room_id=room_id)
        return Response(status=204)


def _unread_above(room: RoomSummary, newest: int) -> int | None:
    """The seq of the first unread message; None where it is among the newest ones, or nothing is unread."""
    is_above = room.unread > 0 and room.last_seq - room.last_read_seq > newest
    return room.last_read_seq + 1 if is_above else None


def _unjoined(rooms: Sequence[Room]) -> list[RoomSummary]:
    return [RoomSummary.of(room, None) for room in rooms]
