"""Rooms as a hello shows them."""

from collections.abc import Sequence

import msgspec

from chat.payloads import RoomSummary

_decode = msgspec.json.Decoder(RoomSummary, strict=True).decode


def shown(rooms: Sequence[bytes]) -> list[RoomSummary]:
    return [_decode(room) for room in rooms]
