"""How far the caller has read: in one room, and in many at once."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.requests import caller, fields, query
from chat import payloads, selectors
from chat.api.serializers import LatestQuery, ReadMarker, ReadMarkers, UnreadMark
from chat.services.personal import read_markers, reading
from core.rate_limits.windows import count

# Markers moved together that count as one change.
ROOMS_A_CHANGE = 50


class ReadView(APIView):
    counts_as = "lookup"

    @extend_schema(request=ReadMarker, responses=payloads.ReadMarker)
    def post(self, request: Request, room_id: int) -> Response:
        seq = reading.advance(by=caller(request), room_id=room_id, **fields(request, ReadMarker))
        return Response(payloads.ReadMarker(seq))


class UnreadView(APIView):
    @extend_schema(request=UnreadMark, responses=payloads.RoomSummary)
    def post(self, request: Request, room_id: int) -> Response:
        read_markers.mark_unread(by=caller(request), room_id=room_id, **fields(request, UnreadMark))
        return Response(selectors.summary_of(caller(request), room_id))


class ReadRoomsView(APIView):
    @extend_schema(operation_id="rooms_read_many", request=ReadMarkers, responses=payloads.ReadMarkers)
    def post(self, request: Request) -> Response:
        seqs = fields(request, ReadMarkers)["rooms"]
        # One is counted for every call.
        if further := (len(seqs) - 1) // ROOMS_A_CHANGE:
            count("change", account=f"{caller(request).pk}", amount=further)
        markers = read_markers.advance_all(by=caller(request), seqs=seqs)
        return Response(payloads.ReadMarkers({str(room): seq for room, seq in markers.items()}))


class LatestView(APIView):
    @extend_schema(parameters=[LatestQuery], responses=payloads.LatestMessages)
    def get(self, request: Request) -> Response:
        found = selectors.latest_messages(caller(request), query(request, LatestQuery)["rooms"])
        return Response(payloads.LatestMessages([payloads.LatestMessage.of(message) for message in found]))
