"""What the people of somebody's rooms see of them beside their messages."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import payloads
from accounts.api.requests import caller
from chat.services.authority import Member


class PersonView(APIView):
    @extend_schema(operation_id="person_retrieve", responses=payloads.Person)
    def get(self, request: Request, user_id: int) -> Response:
        return Response(payloads.Person.of(Member(caller(request)).person(user_id)))
