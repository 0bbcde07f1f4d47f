"""What the caller wants to be told of: on the site, of a room, of a thread."""

from collections.abc import Sequence

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.requests import caller, fields
from accounts.models import User
from chat.api.serializers import PageQuery
from chat.services.authority import Member
from core.rest.pagination import NEWEST, page
from core.rest.schema import page_of
from notifications import models, payloads
from notifications.api.serializers import FollowChange, PreferencesChange, SnoozeBegin, quiet_hours
from notifications.selectors import preferences as selectors
from notifications.services import follows, letters, preferences, snoozes


class PreferencesView(APIView):
    @extend_schema(responses=payloads.NotificationPreferences)
    def get(self, request: Request) -> Response:
        return Response(_preferences(caller(request)))

    @extend_schema(request=PreferencesChange, responses=payloads.NotificationPreferences)
    def patch(self, request: Request) -> Response:
        user, asked = caller(request), fields(request, PreferencesChange)
        if "quiet" in asked:
            asked["quiet"] = quiet_hours(asked["quiet"])
        preferences.change(by=user, **asked)
        return Response(_preferences(user))


class FollowsView(APIView):
    @extend_schema(parameters=[PageQuery], responses=page_of(payloads.Follow))
    def get(self, request: Request) -> Response:
        return page(request, selectors.follows_of(caller(request)), _payloads, NEWEST)


class FollowView(APIView):
    """Of the thread that a message began or is in."""

    @extend_schema(responses=payloads.Follow)
    def get(self, request: Request, message_id: int) -> Response:
        user = caller(request)
        root = Member(user).root_of_thread(message_id)
        return Response(payloads.Follow.of(selectors.follow_of(user, root)))

    @extend_schema(request=FollowChange, responses=payloads.Follow)
    def put(self, request: Request, message_id: int) -> Response:
        wanted = fields(request, FollowChange)
        return Response(payloads.Follow.of(follows.wish(by=caller(request), message_id=message_id, **wanted)))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, message_id: int) -> Response:
        follows.unfollow(by=caller(request), message_id=message_id)
        return Response(status=204)


class SnoozeView(APIView):
    @extend_schema(request=SnoozeBegin, responses=payloads.Snooze)
    def put(self, request: Request, room_id: int) -> Response:
        row = snoozes.snooze(by=caller(request), room_id=room_id, **fields(request, SnoozeBegin))
        return Response(payloads.Snooze(room_id, row.until))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, room_id: int) -> Response:
        snoozes.wake(by=caller(request), room_id=room_id)
        return Response(status=204)


def _preferences(user: User) -> payloads.NotificationPreferences:
    return payloads.NotificationPreferences.of(
        selectors.preferences_of(user),
        selectors.keywords_of(user),
        selectors.snoozes_of(user),
        mails=letters.may_send(),
    )


def _payloads(found: Sequence[models.Follow]) -> list[payloads.Follow]:
    return [payloads.Follow.of(follow) for follow in found]
