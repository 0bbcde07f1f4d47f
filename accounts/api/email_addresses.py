"""Whose address it is."""

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import mail, payloads
from accounts.api.requests import caller, desk, fields
from accounts.api.serializers import AddressChange, AddressLink
from accounts.services import email_addresses


class AddressView(APIView):
    throttle_scope = "mail"

    @extend_schema(request=AddressChange, responses={200: payloads.Me, 202: None})
    def put(self, request: Request) -> Response:
        user = email_addresses.change(user=caller(request), desk=desk(request), **fields(request, AddressChange))
        return Response(payloads.Me.of(user)) if user else Response(status=202)


class AddressLinkView(APIView):
    throttle_scope = "mail"

    @extend_schema(request=None, responses={202: None})
    def post(self, request: Request) -> Response:
        mail.require()
        email_addresses.send_link(caller(request), desk(request))
        return Response(status=202)


class ConfirmAddressView(APIView):
    """Open to everybody; who is signed in says so, because changing an address takes it."""

    permission_classes = [AllowAny]
    throttle_scope = "sign_in"

    @extend_schema(request=AddressLink, responses=payloads.ConfirmedAddress)
    def post(self, request: Request) -> Response:
        signed_in = caller(request) if request.auth else None
        user = email_addresses.confirm(caller=signed_in, desk=desk(request), **fields(request, AddressLink))
        return Response(payloads.ConfirmedAddress(user.email))
