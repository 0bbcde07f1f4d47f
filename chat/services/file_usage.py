"""How much the files of rooms take."""

from chat.models import RoomUsage
from files.services import usage


def count_rooms() -> None:
    usage.keep(RoomUsage, "room", usage.totals("message_file__room"))
