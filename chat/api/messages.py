"""History, threads, sending, editing, deleting, restoring, sync."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.requests import caller, fields, query
from chat import payloads, selectors
from chat.api.message_serializers import MessageCreate, MessageEdit
from chat.api.serializers import HistoryQuery, RestQuery, SyncRequest, ThreadQuery
from chat.services.authority import Member
from chat.services.messages import editing, restoring, sending
from chat.services.messages.filters import Withheld
from chat.services.messages.storing import NewMessage
from core.keyed_lock import KeyedLock
from core.rest.pagination import BY_ID, rest_of


class MessagesView(APIView):
    counts_as = "message"

    @extend_schema(parameters=[HistoryQuery], responses=payloads.History)
    def get(self, request: Request, room_id: int) -> Response:
        asked = query(request, HistoryQuery)
        with Member(caller(request)).reading(room_id) as room:
            return Response(selectors.history(room, **asked))

    @extend_schema(request=MessageCreate, responses={201: payloads.Message, 200: payloads.Message, 202: payloads.Held})
    def post(self, request: Request, room_id: int) -> Response:
        try:
            sent = sending.send(NewMessage(caller(request), room_id, **fields(request, MessageCreate)))
        except Withheld as withheld:
            return Response(payloads.Held(withheld.held), status=202)
        return Response(payloads.Message.of(sent.message), status=201 if sent.created else 200)


class MessageView(APIView):
    @extend_schema(responses=payloads.Message)
    def get(self, request: Request, message_id: int) -> Response:
        return Response(payloads.Message.of(Member(caller(request)).message(message_id)))

    @extend_schema(request=MessageEdit, responses=payloads.Message)
    def patch(self, request: Request, message_id: int) -> Response:
        edited = editing.edit(by=caller(request), message_id=message_id, **fields(request, MessageEdit))
        return Response(payloads.Message.of(edited))

    @extend_schema(responses=payloads.Message)
    def delete(self, request: Request, message_id: int) -> Response:
        return Response(payloads.Message.of(editing.delete_mine(by=caller(request), message_id=message_id)))


class RestoreView(APIView):
    @extend_schema(request=None, responses=payloads.Message)
    def post(self, request: Request, message_id: int) -> Response:
        mine = Member(caller(request))
        return Response(payloads.Message.of(restoring.restore(by=mine, message=mine.message(message_id))))


class ThreadView(APIView):
    @extend_schema(parameters=[ThreadQuery], responses=payloads.Thread)
    def get(self, request: Request, message_id: int) -> Response:
        asked, mine = query(request, ThreadQuery), Member(caller(request))
        root = mine.root_of_thread(message_id)
        with mine.reading(root.room_id):
            return Response(selectors.thread(root, **asked))


class EditsView(APIView):
    @extend_schema(parameters=[RestQuery], responses=payloads.Edits)
    def get(self, request: Request, message_id: int) -> Response:
        mine = Member(caller(request))
        message = mine.message(message_id)
        with mine.reading(message.room_id):
            texts = selectors.edits_of(message)
            shape, most = payloads.EarlierText.of, editing.EARLIER_TEXTS
            return Response(payloads.Edits(*rest_of(request, texts, shape, BY_ID, most=most)))


class SyncView(APIView):
    counts_as = ""  # it changes nothing
    is_read = True

    @extend_schema(request=SyncRequest, responses=payloads.Sync)
    def post(self, request: Request) -> Response:
        asked, user = fields(request, SyncRequest), caller(request)
        with _syncs.turn(user.pk):
            changes = selectors.changes_since(user, known_epoch=asked["epoch"], revs=asked["rooms"], me=asked.get("me"))
            return Response(changes)


# When all tabs of a user reconnect at once, one runs and two wait for it. The others get a refusal and ask again.
_syncs = KeyedLock(most=2, seconds=1)
