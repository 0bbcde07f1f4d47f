"""Search for people."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import payloads
from accounts.api.requests import caller, query
from accounts.api.serializers import PeopleQuery
from accounts.models import User
from core.rate_limits.counters import LOOKUPS
from core.rest.schema import list_of

PEOPLE_SHOWN = 20


class PeopleView(APIView):
    @extend_schema(parameters=[PeopleQuery], responses=list_of(payloads.User))
    def get(self, request: Request) -> Response:
        name = query(request, PeopleQuery)["q"]
        if name.strip():
            LOOKUPS.expect(caller(request).pk)
        people = User.objects.named(name)[:PEOPLE_SHOWN]
        return Response({"results": [payloads.User.of(person) for person in people]})
