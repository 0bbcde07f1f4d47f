"""Handlers of events about a socket's own user: one function for each event. Events are handled in order; a failed
one is repeated."""

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
        # The user left and came back, and this socket was not told of the leaving.
        await _tell_of_leaving(socket, own, event)
    with socket.writer.held():
        # Subscribe before reading: a change in between arrives as a frame after the summary.
        await socket.subscribe([room_id])
        try:
            summary = await in_database(selectors.summary_of, socket.user, room_id)
        except Exception as error:
            # The client does not know this room, so it must get none of its frames.
            await socket.unsubscribe([room_id])
            if isinstance(error, Problem) and error.code == "not_found":
                return  # the user has left since then; the next event tells that
            raise
        own.entered(room_id, summary.rev)
        await socket.reply(protocol.RoomJoined(room_id, summary.added_by, summary, me))


async def _tell_of_leaving(socket: ClientSocket, own: OwnDelivery, event: Event) -> None:
    if socket.only_room is None:
        # An event that was read back follows all earlier ones. So when exactly one own rev before it is missing, that
        # is the leaving.
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
    """Whether a newer start or end of this membership came before this one. `as_of`: the own rev up to which the
    database was read."""
    if "me" in event:
        return not own.is_newest(event["room"], event["me"])
    return "as_of" in event and own.knows_newer(event["room"], event["as_of"])


async def tell_device(socket: ClientSocket, own: OwnDelivery, event: Event) -> None:
    """Send a frame about the user's own state that another device caused."""
    if event["room"] in socket.rooms:
        await socket.write(event["frame"].encode())


async def tell_of_list(socket: ClientSocket, own: OwnDelivery, event: Event) -> None:
    """Send a frame about the user's list of rooms. A socket of one room shows no list."""
    if socket.only_room is None:
        await socket.write(event["frame"].encode())


async def tell(socket: ClientSocket, own: OwnDelivery, event: Event) -> None:
    """Send a frame about the user that concerns every socket of theirs."""
    await socket.write(event["frame"].encode())


async def reload_user(socket: ClientSocket, own: OwnDelivery, event: Event) -> None:
    """Read the user again, so that later messages carry the present name."""
    socket.user = await in_database(User.objects.get, pk=socket.user_id)
    await socket.reply(protocol.UserChanged(UserPayload.of(socket.user), event.get("me", UNSET)))


async def complete(socket: ClientSocket, own: OwnDelivery, event: Event) -> None:
    own.complete(event["me"], event["failures"])


OWN_EVENTS: Mapping[str, Callable[[ClientSocket, OwnDelivery, Event], Awaitable[None]]] = {
    "membership.started": start_membership,
    "membership.ended": end_membership,
    "frame": tell_device,
    "list.frame": tell_of_list,
    "own.frame": tell,
    "user.changed": reload_user,
    "own.complete": complete,
}
