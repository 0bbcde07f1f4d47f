"""Claiming an empty site."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle

from accounts import payloads as account_payloads
from accounts.api.account_creation import sign_up
from accounts.api.idempotency import ONCE
from accounts.api.requests import fields
from accounts.api.sessions import CookieView, signed_in
from chat import payloads
from chat.api.serializers import legible
from chat.models.room import NAME_LENGTH
from chat.services import site
from core.rest.fields import EmailField, TextField


class SiteClaim(serializers.Serializer[Any]):
    code = TextField(max_length=40)
    username = TextField(max_length=40)
    email = EmailField(max_length=254)
    password = TextField(max_length=256, trim_whitespace=False)
    room = TextField(max_length=NAME_LENGTH, validators=[legible])
    default_room = serializers.BooleanField(required=False, default=False)


class SetupView(CookieView):
    throttle_scope = "setup"

    def get_throttles(self) -> list[BaseThrottle]:
        # Every page asks whether the site is set up. Only the code is worth guessing.
        return super().get_throttles() if self.request.method == "POST" else []

    @extend_schema(responses=payloads.SetupState)
    def get(self, request: Request) -> Response:
        return Response(payloads.SetupState(needed=site.is_unclaimed()))

    @extend_schema(parameters=[ONCE], request=SiteClaim, responses={201: account_payloads.SignedIn})
    def post(self, request: Request) -> Response:
        asked = fields(request, SiteClaim)
        issued = sign_up(request, asked["password"], lambda: lambda: site.claim(**asked))
        return signed_in(request, issued, status=201)
