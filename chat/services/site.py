"""The site as a whole: claiming an empty site with the code that its server printed, and renewing the epoch."""

import base64
import hashlib
import hmac
import uuid

from django.conf import settings
from django.db import transaction

from accounts.models import User
from accounts.services import registration
from accounts.services.people import register
from chat import selectors
from chat.models import Epoch
from chat.services.authority import Administrator
from chat.services.rooms import defaults, rooms
from core.audit.recording import record
from core.problems import Problem


def is_unclaimed() -> bool:
    return not registration.is_claimed()


def setup_code() -> str:
    """The set-up code. It is derived from SECRET_KEY and the epoch, so all workers agree on it after every restart,
    and no row stores it."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"set up {selectors.epoch()}".encode(), hashlib.sha256)
    letters = base64.b32encode(digest).decode()[:12]
    return "-".join((letters[:4], letters[4:8], letters[8:]))


@transaction.atomic
def claim(*, code: str, username: str, email: str, password: str, room: str, default_room: bool = False) -> User:
    """Create the administrator and the first room. `default_room`: people who join the site enter it.

    Raises Problem `setup_done`, `wrong_setup_code` or `invalid`.
    """
    Epoch.objects.select_for_update().get(
        pk=1
    )  # of two claims at once, the second waits here and finds the first one's user
    if not is_unclaimed():
        raise Problem("setup_done")
    if not hmac.compare_digest(_letters(code), _letters(setup_code())):
        raise Problem("wrong_setup_code")
    administrator = register(username=username, email=email, password=password, administrator=True)
    administrator.next_steps = True
    administrator.save(update_fields=["next_steps"])
    first = rooms.create(owner=administrator, name=room)
    defaults.set_default(by=Administrator(administrator), room_id=first.pk, is_default=default_room)
    record("chat.site_set_up", by=administrator)
    return administrator


def begin_epoch() -> None:
    """Renew the epoch after the database was replaced, for example by a backup: clients forget their state and load
    it again."""
    Epoch.objects.update_or_create(pk=1, defaults={"value": uuid.uuid4()})


def _letters(code: str) -> bytes:
    return "".join(filter(str.isalnum, code)).upper().encode()
