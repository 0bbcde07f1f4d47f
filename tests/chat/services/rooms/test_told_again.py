"""A request that finds a membership ended says so once more: the request that ended it may not have been heard yet."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from chat.models import Membership
from chat.services.authority import Member
from chat.services.rooms import bans, memberships
from tests.chat.hearth import Hearth, Published

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def remove(hearth: Hearth) -> None:
    memberships.remove(by=Member(hearth.owner), room_id=hearth.id, user_id=hearth.member.pk)


def leave(hearth: Hearth) -> None:
    memberships.leave(by=hearth.member, room_id=hearth.id)


def remove_oneself(hearth: Hearth) -> None:
    memberships.remove(by=Member(hearth.member), room_id=hearth.id, user_id=hearth.member.pk)


def ban(hearth: Hearth) -> None:
    bans.ban(by=Member(hearth.owner), room_id=hearth.id, user_id=hearth.member.pk)


ENDINGS = pytest.mark.parametrize("again", [remove, leave, remove_oneself, ban])


@ENDINGS
def test_an_end_is_published_again(again: Callable[[Hearth], None], hearth: Hearth, published: Published) -> None:
    remove(hearth)
    sent, rev = list(published.sent), hearth.room.rev
    published.clear()
    again(hearth)
    assert (published.sent, hearth.room.rev) == (sent, rev)


def test_a_ban_that_is_repeated_does_so_too(hearth: Hearth, published: Published) -> None:
    ban(hearth)
    sent = list(published.sent)
    published.clear()
    ban(hearth)
    assert published.sent == sent


@ENDINGS
def test_an_end_that_everybody_knows_is_not(
    again: Callable[[Hearth], None], hearth: Hearth, published: Published
) -> None:
    remove(hearth)
    Membership.objects.filter(user=hearth.member).update(left_at=timezone.now() - MINUTE)
    published.clear()
    again(hearth)
    assert published.sent == []
