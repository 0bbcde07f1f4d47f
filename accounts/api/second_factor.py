"""Turn two-step sign-in on and off."""

import pyotp
import segno
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import payloads
from accounts.api.idempotency import ONCE, once
from accounts.api.requests import caller, desk, fields
from accounts.api.serializers import Code, Password, PasswordAndCode
from accounts.services import recovery_codes, second_factor


class SecondFactorView(APIView):
    @extend_schema(responses=payloads.SecondFactor)
    def get(self, request: Request) -> Response:
        user = caller(request)
        return Response(payloads.SecondFactor(second_factor.is_on(user), recovery_codes.left(user)))


class EnrolmentView(APIView):
    throttle_scope = "sign_in"

    @extend_schema(parameters=[ONCE], request=Password, responses={201: payloads.Enrolment})
    def post(self, request: Request) -> Response:
        user = caller(request)
        secret = second_factor.begin(user=user, once=once(request), **fields(request, Password))
        host = desk(request).site.partition("://")[2]
        uri = pyotp.TOTP(secret).provisioning_uri(name=user.username, issuer_name=f"Irori {host}")
        return Response(payloads.Enrolment(secret, uri, _drawn(uri)), status=201)


class ConfirmationView(APIView):
    throttle_scope = "sign_in"

    @extend_schema(parameters=[ONCE], request=Code, responses=payloads.RecoveryCodes)
    def post(self, request: Request) -> Response:
        codes = second_factor.confirm(user=caller(request), once=once(request), **fields(request, Code))
        return Response(payloads.RecoveryCodes(codes))


class RecoveryCodesView(APIView):
    throttle_scope = "sign_in"

    @extend_schema(parameters=[ONCE], request=PasswordAndCode, responses=payloads.RecoveryCodes)
    def post(self, request: Request) -> Response:
        asked = fields(request, PasswordAndCode)
        codes = second_factor.renew_recovery_codes(user=caller(request), once=once(request), **asked)
        return Response(payloads.RecoveryCodes(codes))


class TurnOffView(APIView):
    throttle_scope = "sign_in"

    @extend_schema(request=PasswordAndCode, responses={204: None})
    def post(self, request: Request) -> Response:
        second_factor.turn_off(user=caller(request), desk=desk(request), **fields(request, PasswordAndCode))
        return Response(status=204)


def _drawn(uri: str) -> str:
    """The QR code as an image, dark on white whatever the page's colours, so that cameras read it."""
    return segno.make(uri).svg_data_uri(scale=4, border=4, dark="#000", light="#fff")
