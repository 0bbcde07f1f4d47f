"""What a worker of the version before leaves undone is mended when the next worker starts."""

import json
from datetime import timedelta

import pytest
from django.db import models
from django.utils import timezone

from accounts.models import User
from accounts.services import search_keys
from chat import selectors
from chat.models import Membership, Room
from chat.services.authority import Administrator
from chat.services.rooms import defaults, left_behind
from core.jobs import queue
from core.jobs.declarations import Claim
from core.jobs.models import Job
from tests.chat.hearth import Hearth
from tests.support.in_process import a_user

pytestmark = pytest.mark.django_db

CLAIM = Claim(1, "", "", json.dumps({}), 1)


def mend() -> None:
    search_keys.mend(CLAIM)
    left_behind.mend(CLAIM)


def test_names_that_were_changed_elsewhere_are_found(hearth: Hearth) -> None:
    # Without this version's manager, which folds.
    models.QuerySet(User).filter(pk=hearth.stranger.pk).update(display_name="Élodie")
    Room.objects.filter(pk=hearth.id).update(name="Ｗｉｋｉ")
    assert not User.objects.named("elodie").exists()
    mend()
    assert list(User.objects.named("elodie")) == [hearth.stranger]
    assert [room.pk for room in selectors.rooms_to_join(hearth.stranger, query="wiki")] == [hearth.id]
    before = list(User.objects.values()), list(Room.objects.values())
    mend()
    assert (list(User.objects.values()), list(Room.objects.values())) == before


def test_newcomers_whom_nobody_let_in_come_into_the_default_rooms(hearth: Hearth) -> None:
    settled, left = hearth.stranger, a_user("left")
    User.objects.filter(pk=settled.pk).update(date_joined=timezone.now() - timedelta(days=2))
    defaults.set_default(by=Administrator(hearth.owner), room_id=hearth.id, is_default=True)
    # As an old worker stores somebody.
    missed = User.objects.bulk_create([User(username="missed"), User(username="gone", is_active=False)])
    Membership.objects.create(room_id=hearth.id, user=left, left_at=timezone.now())
    mend()
    members = set(Membership.objects.current().filter(room=hearth.id).values_list("user", flat=True))
    assert members == {hearth.owner.pk, hearth.moderator.pk, hearth.member.pk, missed[0].pk}
    assert hearth.room.member_count == len(members)
    rev = hearth.room.rev
    mend()
    assert hearth.room.rev == rev


def test_a_start_stores_each_of_these_jobs_once() -> None:
    for _ in range(2):
        queue.enqueue_at_start()
    stored = Job.objects.filter(key="start", type__startswith="chat.").order_by("type").values_list("type", flat=True)
    assert list(stored) == ["chat.kept_messages", "chat.rooms_left_behind"]
