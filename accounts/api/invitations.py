"""Invitations to the site, for administrators."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import payloads
from accounts.api.idempotency import ONCE, once
from accounts.api.requests import caller, fields
from accounts.api.serializers import NewInvitation
from accounts.models import Invitation
from accounts.services import invitations
from core.problems import Problem
from core.rest.schema import list_of

SHOWN = 100


class StaffView(APIView):
    """For whom the admin lets make invitations, too."""

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        if not (caller(request).is_staff and caller(request).has_perm("accounts.add_invitation")):
            raise Problem("forbidden", "Only those who run this site invite people to it.")


class InvitationsView(StaffView):
    @extend_schema(responses=list_of(payloads.Invitation))
    def get(self, request: Request) -> Response:
        open_ones = Invitation.objects.open().select_related("made_by").order_by("-created_at")[:SHOWN]
        return Response({"results": [payloads.Invitation.of(invitation) for invitation in open_ones]})

    @extend_schema(parameters=[ONCE], request=NewInvitation, responses={201: payloads.Invitation})
    def post(self, request: Request) -> Response:
        asked = fields(request, NewInvitation)
        invitation = invitations.invite(by=caller(request), once=once(request), **asked)
        return Response(payloads.Invitation.of(invitation), status=201)


class InvitationView(StaffView):
    @extend_schema(responses={204: None})
    def delete(self, request: Request, invitation_id: int) -> Response:
        # Also an invitation that is over: revoking twice is revoking once.
        invitation = Invitation.objects.filter(pk=invitation_id).first()
        if invitation is None:
            raise Http404
        invitations.revoke(invitation, by=caller(request))
        return Response(status=204)
