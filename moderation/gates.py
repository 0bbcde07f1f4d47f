"""Gates of moderation: who is muted, and who is banned from the site. Each asks its table only where its bit is set
(chat/models/guards.py)."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from chat.gates.gate import Check, Gate, Writer
from chat.models.guards import BANNED as BANNED_BIT
from chat.models.guards import RESTRICTED
from core.problems import More, Problem
from moderation.models import Mute, SiteBan

Place = tuple[int | None, int]  # the ids of a room, None for the site, and of a person


def _open_muted(writers: Collection[Writer], now: datetime) -> Check | None:
    asked = [writer for writer in writers if writer.guards & RESTRICTED]
    if not asked:
        return None
    here = Q(room=None) | Q(room__in={writer.room.pk for writer in asked})
    rows = Mute.objects.standing(now).filter(here, user__in={writer.user_id for writer in asked})
    muted: dict[Place, Mute] = {(mute.room_id, mute.user_id): mute for mute in rows}

    def check(writer: Writer) -> None:
        """Raises Problem `muted`."""
        for place in ((None, writer.user_id), (writer.room.pk, writer.user_id)):
            if mute := muted.get(place):
                raise Problem("muted", more=More(until=mute.until, reason=mute.reason, room=mute.room_id))

    return check


def _open_banned(writers: Collection[Writer], now: datetime) -> Check | None:
    asked = {writer.user_id for writer in writers if writer.guards & BANNED_BIT}
    if not asked:
        return None
    banned = set(SiteBan.objects.filter(user__in=asked, lifted_at=None).values_list("user_id", flat=True))

    def check(writer: Writer) -> None:
        """Raises Problem `user_inactive`: what the person was sending when the ban was made."""
        if writer.user_id in banned:
            raise Problem("user_inactive")

    return check


MUTED = Gate(_open_muted)
BANNED = Gate(_open_banned)
