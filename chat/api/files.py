"""The files of a room."""

from collections.abc import Sequence

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.requests import caller, query
from chat import payloads, selectors
from chat.api.message_serializers import RoomFilesQuery
from chat.models import MessageFile
from chat.services.authority import Member
from core.rest.pagination import NEWEST, page_and_next


class RoomFilesView(APIView):
    @extend_schema(parameters=[RoomFilesQuery], responses=payloads.RoomFiles)
    def get(self, request: Request, room_id: int) -> Response:
        room = Member(caller(request)).membership(room_id).room
        files = selectors.files_of(room, kind=query(request, RoomFilesQuery).get("kind"))
        return Response(payloads.RoomFiles(*page_and_next(request, files, _shapes, NEWEST)))


def _shapes(rows: Sequence[MessageFile]) -> list[payloads.RoomFile]:
    return [payloads.RoomFile.of(row) for row in rows]
