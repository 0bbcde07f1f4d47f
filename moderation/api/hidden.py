"""People whom the caller hides for themselves."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.requests import caller
from accounts.payloads import User
from moderation.payloads.restrictions import HiddenPeople
from moderation.selectors.hidden import hidden_by
from moderation.services import hiding


class HiddenView(APIView):
    @extend_schema(responses=HiddenPeople)
    def get(self, request: Request) -> Response:
        return Response(HiddenPeople([User.of(person) for person in hidden_by(caller(request))]))


class HiddenPersonView(APIView):
    @extend_schema(request=None, responses={204: None})
    def put(self, request: Request, user_id: int) -> Response:
        hiding.hide(by=caller(request), user_id=user_id)
        return Response(status=204)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, user_id: int) -> Response:
        hiding.show(by=caller(request), user_id=user_id)
        return Response(status=204)
