"""The picture of a room."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.requests import caller, fields
from chat import selectors
from chat.payloads import RoomSummary
from chat.services.authority import Member
from chat.services.rooms.pictures import change_picture
from files.api.pictures import FileChoice


class PictureView(APIView):
    @extend_schema(request=FileChoice, responses=RoomSummary)
    def put(self, request: Request, room_id: int) -> Response:
        chosen = fields(request, FileChoice)["file"]
        change_picture(by=Member(caller(request)), room_id=room_id, file_id=chosen)
        return Response(selectors.summary_of(caller(request), room_id))

    @extend_schema(responses=RoomSummary)
    def delete(self, request: Request, room_id: int) -> Response:
        change_picture(by=Member(caller(request)), room_id=room_id, file_id=None)
        return Response(selectors.summary_of(caller(request), room_id))
