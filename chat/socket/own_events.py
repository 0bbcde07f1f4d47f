"""What a socket is told of its own person: one function for each event. Each is run after the one before; one that fails is told again."""

from collections.abc import Awaitable, Callable, Mapping

from msgspec import UNSET

from accounts.models import User
from accounts.payloads import User as UserPayload
from chat import protocol, selectors
from chat.socket.client_socket import ClientSocket
from chat.socket.own_delivery import Event, OwnDelivery
from chat.socket.presence.tracker import presence
from core.db.threads import in_database
from core.problems import Problem
from realtime import close_codes


async def start_membership(socket: ClientSocket, own: OwnDelivery, event: Event) -> None:
    room_id, me = event["room"], event.get("me", UNSET)
    if not socket.carries(room_id) or _is_outdated(socket, own, event):
        return
    if room_id in socket.rooms:
        if me is UNSET:
            return
        # They left and came back, and of the leaving nobody told this socket.
        await _tell_of_leaving(socket, own, event)
    with socket.writer.held():
        # Subscribe first, then read: what changes in between arrives as a frame, after the summary.
        await socket.subscribe([room_id])
        try:
            summary = await in_database(selectors.summary_of, socket.user, room_id)
        except Exception as error:
            # Nobody told the client of this room, so it gets none of its frames.
            await socket.unsubscribe([room_id])
            if isinstance(error, Problem) and error.code == "not_found":
                return  # they have left since then, which is told next
            raise
        own.entered(room_id, summary.rev)
        await socket.reply(protocol.RoomJoined(room_id, summary.added_by, summary, me))


async def _tell_of_leaving(socket: ClientSocket, own: OwnDelivery, event: Event) -> None:
    if socket.only_room is None:
        # Read back from the database everything before was told, so that what is missing right before can be this alone.
        before = event["me"] - 1 if event.get("read_back") else 0
        await socket.reply(protocol.RoomLeft(event["room"], UNSET if before in own.told else before))


async def end_membership(socket: ClientSocket, own: OwnDelivery, event: Event) -> None:
    room_id = event["room"]
    if not socket.carries(room_id) or _is_outdated(socket, own, event):
        return
    await socket.unsubscribe([room_id])
    await socket.reply(protocol.RoomLeft(room_id, event.get("me", UNSET)))
    if watched := presence.watched_by(socket):
        await presence.watch(socket, await in_database(selectors.people_in, socket.rooms, among=watched))
    if socket.only_room == room_id:
        await socket.close(close_codes.NO_SUCH_ROOM, "not_found")


def _is_outdated(socket: ClientSocket, own: OwnDelivery, event: Event) -> bool:
    """Whether a later start or end of this membership came before this one. `as_of`: the own rev up to which the database was read."""
    if "me" in event:
        return not own.is_newest(event["room"], event["me"])
    return "as_of" in event and own.knows_newer(event["room"], event["as_of"])


async def tell_device(socket: ClientSocket, own: OwnDelivery, event: Event) -> None:
    """Something of mine in a room, which the person's other devices did."""
    if event["room"] in socket.rooms:
        await socket.write(event["frame"])


async def reload_user(socket: ClientSocket, own: OwnDelivery, event: Event) -> None:
    """What this socket sends from now on is by who they are now."""
    socket.user = await in_database(User.objects.get, pk=socket.user_id)
    await socket.reply(protocol.UserChanged(UserPayload.of(socket.user), event.get("me", UNSET)))


async def complete(socket: ClientSocket, own: OwnDelivery, event: Event) -> None:
    own.complete(event["me"], event["failures"])


async def end_session(socket: ClientSocket, own: OwnDelivery, event: Event) -> None:
    if str(socket.identity.session_id) in event["sessions"]:
        await socket.close(close_codes.SIGNED_OUT, event["reason"])


OWN_EVENTS: Mapping[str, Callable[[ClientSocket, OwnDelivery, Event], Awaitable[None]]] = {
    "membership.started": start_membership,
    "membership.ended": end_membership,
    "frame": tell_device,
    "user.changed": reload_user,
    "own.complete": complete,
    "session.ended": end_session,
}
