"""Fill an archive room of a site, in the site's own environment: `python -m lab.chaos.world.archive MESSAGES` prints
it."""

import sys
from datetime import timedelta

import django
import msgspec

django.setup()

from django.utils import timezone

from accounts.models import User
from accounts.services import sessions
from chat.models import Membership, Room
from chat.services.importing.history import PastMember, PastMessage, PastRoom
from chat.services.importing.rooms import record
from lab.chaos.world.population import Archive, Guest

AGE = timedelta(days=400)


def fill(count: int) -> Archive:
    since = timezone.now() - AGE
    owner = User.objects.create_user("archivist", email="archivist@example.org")
    texts = (f"Letter {number} 手紙{number} of the archive, kept for later" for number in range(count))
    messages = [PastMessage(owner, text, since + timedelta(minutes=at)) for at, text in enumerate(texts)]
    member = PastMember(owner, since, Membership.Role.OWNER)
    (room,) = record([PastRoom("Archive", Room.Kind.PRIVATE, "", since, [member], messages)])
    ids = list(room.messages.order_by("seq").values_list("pk", flat=True))
    pair = sessions.begin(owner)
    return Archive(room.pk, ids, Guest(owner.pk, pair.access, pair.refresh, [room.pk]))


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(fill(int(sys.argv[1]))))
