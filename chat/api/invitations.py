"""Links into a room: moderators and owners make them, and people follow them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.idempotency import ONCE, once
from accounts.api.requests import caller, desk, fields
from chat import payloads, selectors
from chat.api.serializers import InvitationCreate
from chat.services.authority import Member
from chat.services.rooms import invitations
from core.rest.schema import list_of


class RoomInvitationsView(APIView):
    @extend_schema(responses=list_of(payloads.RoomInvitation))
    def get(self, request: Request, room_id: int) -> Response:
        found = selectors.invitations_to(Member(caller(request)).moderated_room(room_id))
        return Response({"results": [payloads.RoomInvitation.of(invitation) for invitation in found]})

    @extend_schema(parameters=[ONCE], request=InvitationCreate, responses={201: payloads.NewRoomInvitation})
    def post(self, request: Request, room_id: int) -> Response:
        asked = fields(request, InvitationCreate)
        seconds = asked["expires_in"]
        invitation, token = invitations.invite(
            by=Member(caller(request)),
            room_id=room_id,
            lifetime=None if seconds is None else timedelta(seconds=seconds),
            uses=asked["uses"],
            once=once(request),
        )
        # Behind the #: browsers send that part to no server, so no log has it.
        url = f"{desk(request).site}/join#{token}"
        answer = payloads.NewRoomInvitation(invitation.pk, url, token, invitation.expires_at, invitation.uses_left)
        return Response(answer, status=201)


class RoomInvitationView(APIView):
    @extend_schema(responses={204: None})
    def delete(self, request: Request, room_id: int, invitation_id: int) -> Response:
        invitations.revoke(by=Member(caller(request)), room_id=room_id, invitation_id=invitation_id)
        return Response(status=204)


class InvitedView(APIView):
    """Who is not signed in may look, so that they know what they sign in for."""

    def get_permissions(self) -> Sequence[Any]:
        return [AllowAny()] if self.request.method == "GET" else super().get_permissions()

    @extend_schema(operation_id="invited_room_retrieve", auth=[], responses=payloads.InvitedRoom)
    def get(self, request: Request, token: str) -> Response:
        return Response(payloads.InvitedRoom.of(invitations.look_up(token)))

    @extend_schema(operation_id="invited_room_join", request=None, responses=payloads.RoomSummary)
    def post(self, request: Request, token: str) -> Response:
        room = invitations.accept(by=caller(request), token=token)
        return Response(selectors.summary_of(caller(request), room.pk))
