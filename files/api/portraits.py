"""One's own portrait."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import payloads
from accounts.api.requests import caller, fields
from files.api.pictures import FileChoice
from files.services import portraits


class AvatarView(APIView):
    @extend_schema(request=FileChoice, responses=payloads.Me)
    def put(self, request: Request) -> Response:
        chosen = fields(request, FileChoice)["file"]
        return Response(payloads.Me.of(portraits.change(user=caller(request), file_id=chosen)))

    @extend_schema(responses=payloads.Me)
    def delete(self, request: Request) -> Response:
        return Response(payloads.Me.of(portraits.change(user=caller(request), file_id=None)))
