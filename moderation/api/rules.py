"""Word and link rules of a room, for its moderators and owners."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.requests import caller, fields
from chat.services.authority import Member
from core.rest.schema import list_of
from moderation.api.rule_serializers import RuleChange, RuleCreate
from moderation.payloads import rules as shapes
from moderation.selectors.rules import rules_in
from moderation.services import rules


class RulesView(APIView):
    @extend_schema(responses=list_of(shapes.Rule))
    def get(self, request: Request, room_id: int) -> Response:
        found = rules_in(Member(caller(request)).moderated_room(room_id))
        return Response({"results": [shapes.Rule.of(rule) for rule in found]})

    @extend_schema(request=RuleCreate, responses={201: shapes.Rule, 200: shapes.Rule})
    def post(self, request: Request, room_id: int) -> Response:
        added = rules.add(by=Member(caller(request)), room_id=room_id, **fields(request, RuleCreate))
        return Response(shapes.Rule.of(added.rule), status=201 if added.created else 200)


class RuleView(APIView):
    @extend_schema(request=RuleChange, responses=shapes.Rule)
    def patch(self, request: Request, room_id: int, rule_id: int) -> Response:
        by, asked = Member(caller(request)), fields(request, RuleChange)
        return Response(shapes.Rule.of(rules.change(by=by, room_id=room_id, rule_id=rule_id, **asked)))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, room_id: int, rule_id: int) -> Response:
        rules.remove(by=Member(caller(request)), room_id=room_id, rule_id=rule_id)
        return Response(status=204)
