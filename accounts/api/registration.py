"""Making an account."""

from django.conf import settings
from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import payloads, services, tokens
from accounts.api.requests import device, fields
from accounts.api.serializers import Registration
from accounts.api.sessions import CookieView, signed_in
from config.errors import Problem


class RegisterView(CookieView):
    throttle_scope = "register"

    @extend_schema(request=Registration, responses={201: payloads.SignedIn})
    def post(self, request: Request) -> Response:
        if not settings.REGISTRATION_OPEN:
            raise Problem("registration_closed")
        with transaction.atomic():
            user = services.register(**fields(request, Registration))
            issued = tokens.begin(user, **device(request))
        return signed_in(request, issued, status=201)
