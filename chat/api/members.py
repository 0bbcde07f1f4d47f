"""Members of a room."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.idempotency import ONCE, once
from accounts.api.requests import caller, fields, query
from chat import payloads, selectors
from chat.api.serializers import MemberChange, MemberRemoval, MembersAdd, MembersQuery
from chat.models import Membership, Room
from chat.services.authority import Member
from chat.services.rooms import bans, memberships
from core.rate_limits.counters import LOOKUPS
from core.rest.pagination import page
from core.rest.schema import counted_page_of, list_of


class MembersView(APIView):
    @extend_schema(parameters=[MembersQuery], responses=counted_page_of(payloads.Member))
    def get(self, request: Request, room_id: int) -> Response:
        asked, room = query(request, MembersQuery), Member(caller(request)).membership(room_id).room
        name = asked["q"].strip()
        if name or asked["sort"] != "joined":
            LOOKUPS.expect(caller(request).pk)
        found = selectors.members_named(room, name)
        count = found.count() if name else room.member_count
        members, order = selectors.sortable(found, asked["sort"], room)
        answer = page(request, members, partial(_members, room=room), order)
        answer.data["count"] = count
        return answer

    @extend_schema(parameters=[ONCE], request=MembersAdd, responses={201: list_of(payloads.Member)})
    def post(self, request: Request, room_id: int) -> Response:
        user_ids = fields(request, MembersAdd)["users"]
        by = Member(caller(request))
        added = memberships.add(by=by, room_id=room_id, user_ids=user_ids, once=once(request))
        return Response({"results": [payloads.Member.of(each, each.room) for each in added]}, status=201)


def _members(memberships: Sequence[Membership], *, room: Room) -> list[payloads.Member]:
    return [payloads.Member.of(membership, room) for membership in memberships]


def _removal(request: Request) -> dict[str, Any]:
    """The parameters from the URL or the body: some proxies and clients drop the body of a DELETE."""
    return fields(request, MemberRemoval) if request.data else query(request, MemberRemoval)


class MemberView(APIView):
    @extend_schema(request=MemberChange, responses=payloads.Member)
    def patch(self, request: Request, room_id: int, user_id: int) -> Response:
        role = fields(request, MemberChange)["role"]
        changed = memberships.change_role(by=Member(caller(request)), room_id=room_id, user_id=user_id, role=role)
        return Response(payloads.Member.of(changed, changed.room))

    @extend_schema(parameters=[MemberRemoval], responses={204: None})
    def delete(self, request: Request, room_id: int, user_id: int) -> Response:
        by, asked = Member(caller(request)), _removal(request)
        if asked["ban"]:
            bans.ban(by=by, room_id=room_id, user_id=user_id, reason=asked["reason"])
        else:
            memberships.remove(by=by, room_id=room_id, user_id=user_id)
        return Response(status=204)
