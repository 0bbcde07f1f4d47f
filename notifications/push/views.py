"""The key of the site, and the devices that take its pushes."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.requests import caller, desk, fields, identity
from notifications.push import diagnosis, shapes, subscriptions, vapid
from notifications.push.serializers import PushSubscriptionChange, PushSubscriptionCreate


class KeyView(APIView):
    @extend_schema(responses=shapes.PushKey)
    def get(self, request: Request) -> Response:
        return Response(shapes.PushKey(vapid.current().public))


class SubscriptionsView(APIView):
    @extend_schema(responses=shapes.PushDevices)
    def get(self, request: Request) -> Response:
        found = subscriptions.all_of(caller(request))
        return Response(shapes.PushDevices([shapes.PushDevice.of(subscription) for subscription in found]))

    @extend_schema(request=PushSubscriptionCreate, responses={201: shapes.PushDevice})
    def post(self, request: Request) -> Response:
        asked, place = fields(request, PushSubscriptionCreate), desk(request)
        said = {"privacy": asked.get("privacy", ""), "site": place.site, "language": place.language}
        given = subscriptions.Given(asked["endpoint"], **asked["keys"], **said)
        subscription = subscriptions.subscribe(by=caller(request), session_id=identity(request).session_id, given=given)
        return Response(shapes.PushDevice.of(subscription), status=201)


class SubscriptionView(APIView):
    @extend_schema(request=PushSubscriptionChange, responses=shapes.PushDevice)
    def patch(self, request: Request, subscription_id: int) -> Response:
        changed = subscriptions.change(
            by=caller(request), subscription_id=subscription_id, **fields(request, PushSubscriptionChange)
        )
        return Response(shapes.PushDevice.of(changed))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, subscription_id: int) -> Response:
        subscriptions.unsubscribe(by=caller(request), subscription_id=subscription_id)
        return Response(status=204)


class TestView(APIView):
    @extend_schema(request=None, responses=shapes.PushTest)
    def post(self, request: Request, subscription_id: int) -> Response:
        links = diagnosis.test(by=caller(request), subscription_id=subscription_id)
        return Response(shapes.PushTest.of(links))
