from collections import Counter

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from chat.admin.room_names import name_direct_rooms
from chat.models import Message, Room
from core.admin.tiles import Row, Tile, kept, list_url

# Of the newest messages, so that the cost does not grow with the site.
NEWEST, MOST_SHOWN = 2000, 8


def active_rooms(request: HttpRequest) -> Tile | None:
    if not (url := list_url(request, "chat.Room")):
        return None
    counted = _counted()
    rooms = Room.objects.in_bulk([room for room, _ in counted])
    name_direct_rooms(rooms.values())
    most = counted[0][1] if counted else 1
    rows = [
        Row(
            name=str(rooms[pk]),
            value=f"{number:,}",
            url=reverse("admin:chat_room_change", args=[pk]),
            note=rooms[pk].get_kind_display(),
            share=round(number * 100 / most),
        )
        for pk, number in counted
        if pk in rooms
    ]
    title = gettext("Rooms by activity")
    note = gettext("of the last %(count)s messages") % {"count": f"{sum(_all().values()):,}"}
    return Tile("rooms", "list", title, rows=rows, url=url, note=note, empty=gettext("No messages yet."))


def _counted() -> list[tuple[int, int]]:
    return _all().most_common(MOST_SHOWN)


@kept(10)
def _all() -> Counter[int]:
    return Counter(Message.objects.order_by("-pk").values_list("room_id", flat=True)[:NEWEST])
