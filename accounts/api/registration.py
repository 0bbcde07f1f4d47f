"""Make an account."""

from collections.abc import Callable
from typing import Literal, cast

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import payloads
from accounts.api.account_creation import sign_up
from accounts.api.idempotency import ONCE
from accounts.api.requests import desk, fields
from accounts.api.serializers import InvitationCode, Registration, RegistrationLink
from accounts.api.sessions import CookieView, signed_in
from accounts.api.tokens import PublicView
from accounts.models import User
from accounts.services import invitations, site_logo
from accounts.services import registration as joining


class SiteView(PublicView):
    @extend_schema(responses=payloads.Site)
    def get(self, request: Request) -> Response:
        registration = cast(Literal["open", "invitation", "closed"], settings.REGISTRATION)
        shown = site_logo.shown()
        logo = payloads.SiteLogo(*shown) if shown else None
        return Response(payloads.Site(registration, settings.EMAIL_VERIFICATION, settings.SENDS_MAIL, logo))


class RegisterView(CookieView):
    throttle_scope = "register"

    @extend_schema(parameters=[ONCE], request=Registration, responses={201: payloads.SignedIn})
    def post(self, request: Request) -> Response:
        asked = fields(request, Registration)

        def prepare() -> Callable[[], User]:
            newcomer = joining.admit(**asked)
            return lambda: joining.join(newcomer, desk=desk(request))

        return signed_in(request, sign_up(request, asked["password"], prepare), status=201)


class RegistrationLinkView(PublicView):
    throttle_scope = "mail"

    @extend_schema(request=RegistrationLink, responses={202: None})
    def post(self, request: Request) -> Response:
        joining.request_link(desk=desk(request), **fields(request, RegistrationLink))
        return Response(status=202)


class InvitationLookView(PublicView):
    throttle_scope = "sign_in"

    @extend_schema(request=InvitationCode, responses=payloads.InvitationLook)
    def post(self, request: Request) -> Response:
        invitation = invitations.look_up(fields(request, InvitationCode)["invitation"])
        return Response(payloads.InvitationLook(payloads.User.of(invitation.made_by), invitation.expires_at))
