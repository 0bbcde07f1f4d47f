"""Who is there, asked from a thread of a request."""

import logging
from collections.abc import Collection, Mapping, Set

from django.conf import settings

from chat.socket.presence.store import PresenceStore
from chat.socket.presence.tracker import presence

logger = logging.getLogger(__name__)


def present_among(user_ids: Collection[int]) -> frozenset[int]:
    """The ids of these people who are online or away. While Redis is away, those on this worker."""
    here = presence.present_here(user_ids)
    if not settings.REDIS_URL:
        return here
    try:
        return here | PresenceStore().present_among(list(user_ids))
    except Exception as error:
        # The Redis connections log that Redis is away.
        logger.debug("presence is read from this worker alone: %s", error or type(error).__name__)
        return here


def number_present() -> int:
    """How many people are online or away. While Redis is away, on this worker."""
    if not settings.REDIS_URL:
        return presence.number_here()
    try:
        return PresenceStore().number_present()
    except Exception as error:
        logger.debug("presence is counted on this worker alone: %s", error or type(error).__name__)
        return presence.number_here()


def looking_among(user_ids: Collection[int]) -> Mapping[int, Set[int]]:
    """The ids of the rooms that these people look at. While Redis is away, on this worker."""
    here = presence.looks.of(user_ids)
    if not settings.REDIS_URL:
        return here
    try:
        there = PresenceStore().looking_among(list(user_ids))
    except Exception as error:
        logger.debug("presence is read from this worker alone: %s", error or type(error).__name__)
        return here
    return {user: here.get(user, frozenset()) | there.get(user, set()) for user in {*here, *there}}
