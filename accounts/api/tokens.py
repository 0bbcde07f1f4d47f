"""Sign-in of programs, as in simplejwt's own views: both tokens are in the body."""

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import payloads
from accounts.api.credentials import refreshed, sign_in
from accounts.api.idempotency import ONCE
from accounts.api.requests import fields
from accounts.api.serializers import Credentials, RefreshRequest, VerifyRequest
from accounts.authentication import identify


class PublicView(APIView):
    permission_classes = [AllowAny]
    authentication_classes = []


class TokenView(PublicView):
    throttle_scope = "sign_in"

    @extend_schema(parameters=[ONCE], request=Credentials, responses=payloads.TokenPair)
    def post(self, request: Request) -> Response:
        return Response(payloads.TokenPair.of(sign_in(request)))


class TokenRefreshView(PublicView):
    throttle_scope = "refresh"

    @extend_schema(request=RefreshRequest, responses=payloads.TokenPair)
    def post(self, request: Request) -> Response:
        return Response(payloads.TokenPair.of(refreshed(fields(request, RefreshRequest)["refresh"])))


class TokenVerifyView(PublicView):
    throttle_scope = "refresh"

    @extend_schema(request=VerifyRequest, responses={200: dict})
    def post(self, request: Request) -> Response:
        identify(fields(request, VerifyRequest)["token"])
        return Response({})
