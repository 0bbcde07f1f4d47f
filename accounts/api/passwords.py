"""Changing the password, and setting a new one by mail."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.requests import caller, desk, fields, identity
from accounts.api.serializers import PasswordChange, Reset, ResetRequest
from accounts.api.tokens import PublicView
from accounts.models import Session
from accounts.services import password_reset, people


class PasswordView(APIView):
    throttle_scope = "sign_in"

    @extend_schema(request=PasswordChange, responses={204: None})
    def post(self, request: Request) -> Response:
        this = Session.objects.get(pk=identity(request).session_id)
        given = fields(request, PasswordChange)
        people.change_password(user=caller(request), keep=this, desk=desk(request), **given)
        return Response(status=204)


class ResetRequestView(PublicView):
    throttle_scope = "mail"

    @extend_schema(request=ResetRequest, responses={202: None})
    def post(self, request: Request) -> Response:
        password_reset.request(name=fields(request, ResetRequest)["username"], desk=desk(request))
        return Response(status=202)


class ResetView(PublicView):
    throttle_scope = "sign_in"

    @extend_schema(request=Reset, responses={204: None})
    def post(self, request: Request) -> Response:
        password_reset.reset(desk=desk(request), **fields(request, Reset))
        return Response(status=204)
