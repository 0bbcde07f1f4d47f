"""What the people of a room see of each other beside their messages."""

import pytest

from accounts.models import User
from tests.chat.hearth import Hearth
from tests.support.in_process import Api

pytestmark = pytest.mark.django_db


def test_those_in_a_room_together_see_it() -> None:
    hearth = Hearth()
    User.objects.filter(pk=hearth.member.pk).update(time_zone="Asia/Tokyo")
    path = f"users/{hearth.member.pk}/"
    answer = Api(hearth.owner).get(path).body
    assert (answer["user"]["id"], answer["time_zone"]) == (hearth.member.pk, "Asia/Tokyo")
    assert Api(hearth.stranger).get(path).status == 404


def test_a_deactivated_person_is_not_there() -> None:
    hearth = Hearth()
    User.objects.filter(pk=hearth.member.pk).update(is_active=False)
    assert Api(hearth.owner).get(f"users/{hearth.member.pk}/").status == 404
