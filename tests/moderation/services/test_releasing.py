"""Held messages are released once, by who may, with all that a new message has; or refused, or withdrawn."""

import pytest

from accounts.models import User
from chat.models import Message, Room
from chat.services.authority import Administrator, Authority, Member
from chat.services.messages import editing
from chat.services.rooms import bans, direct, memberships
from core.audit.models import Act
from moderation.models import HeldMessage
from moderation.services import mutes
from moderation.services.held.releasing import refuse, release, withdraw
from tests.chat.hearth import Hearth
from tests.moderation.ruled import hold, message, refused, rule, send, site_rule, staff, state_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ruled(hearth: Hearth) -> None:
    rule(hearth)


def by(hearth: Hearth, kind: str = "moderator") -> Authority:
    return Administrator(staff()) if kind == "staff" else Member(hearth.person(kind))


class TestReleasing:
    @pytest.mark.parametrize("kind", ["moderator", "owner", "staff"])
    def test_it_becomes_a_new_message(self, hearth: Hearth, kind: str) -> None:
        held = hold(hearth)
        later = hearth.say("meanwhile")
        message = release(by=by(hearth, kind), held_id=held.id)
        assert (message.text, message.author, message.nonce) == ("my casino", hearth.member, held.nonce)
        assert (message.seq, message.created_at > later.created_at) == (later.seq + 1, True)
        assert state_of(held) == "released"

    def test_twice_is_once(self, hearth: Hearth) -> None:
        held = hold(hearth)
        assert release(by=by(hearth), held_id=held.id) == release(by=by(hearth, "owner"), held_id=held.id)
        assert hearth.room.last_seq == 1

    def test_the_nonce_is_that_of_the_message_from_then_on(self, hearth: Hearth) -> None:
        new = message(hearth)
        held = hold(hearth, nonce=new.nonce)
        stored = release(by=by(hearth), held_id=held.id)
        assert send(hearth, "my casino", nonce=new.nonce) == ["sent"]
        assert [*hearth.room.messages.all()] == [stored]

    def test_whom_it_mentions_is_said_then(self, hearth: Hearth) -> None:
        held = hold(hearth, "casino @taro @kenji")
        memberships.add(by=Member(hearth.moderator), room_id=hearth.id, user_ids=[hearth.former.pk])
        assert release(by=by(hearth), held_id=held.id).mentions == [hearth.former.pk, hearth.moderator.pk]

    def test_its_place_is_kept(self, hearth: Hearth) -> None:
        root = hearth.say()
        held = hold(hearth, reply_to=root.pk, thread=root.pk)
        message = release(by=by(hearth), held_id=held.id)
        assert (message.reply_to_id, message.thread_id) == (root.pk, root.pk)
        assert (Message.objects.get(pk=root.pk).replies or {})["count"] == 1

    def test_slow_mode_has_no_say(self, hearth: Hearth) -> None:
        held = hold(hearth)
        assert send(hearth, "hello") == ["sent"]
        Room.objects.filter(pk=hearth.id).update(slow_seconds=60)
        assert send(hearth, "hello") == ["slow_mode"]
        assert release(by=by(hearth), held_id=held.id)

    def test_it_is_recorded(self, hearth: Hearth) -> None:
        release(by=by(hearth), held_id=hold(hearth).id)
        act = Act.objects.get(name="moderation.message_released")
        assert (act.by_id, act.on_id, act.room_id) == (hearth.moderator.pk, str(hearth.member.pk), hearth.id)


class TestMeanwhile:
    """What has become of the author or the room decides."""

    @pytest.mark.parametrize("how", ["leave", "remove", "ban"])
    def test_the_author_is_gone(self, hearth: Hearth, how: str) -> None:
        held = hold(hearth)
        if how == "leave":
            memberships.leave(by=hearth.member, room_id=hearth.id)
        elif how == "remove":
            memberships.remove(by=Member(hearth.owner), room_id=hearth.id, user_id=hearth.member.pk)
        else:
            bans.ban(by=Member(hearth.owner), room_id=hearth.id, user_id=hearth.member.pk)
        self.assert_stays(hearth, held.id, "author_gone")

    def test_the_author_is_deactivated(self, hearth: Hearth) -> None:
        held = hold(hearth)
        User.objects.filter(pk=hearth.member.pk).update(is_active=False)
        self.assert_stays(hearth, held.id, "author_gone")

    def test_the_author_is_muted(self, hearth: Hearth) -> None:
        held = hold(hearth)
        mutes.mute(by=Member(hearth.owner), room_id=hearth.id, user_id=hearth.member.pk, seconds=None)
        self.assert_stays(hearth, held.id, "muted")
        mutes.lift(by=Member(hearth.owner), room_id=hearth.id, user_id=hearth.member.pk)
        assert release(by=by(hearth), held_id=held.id)

    def test_the_room_is_archived(self, hearth: Hearth) -> None:
        held = hold(hearth)
        hearth.archive()
        self.assert_stays(hearth, held.id, "room_archived")

    def test_it_can_be_refused_all_the_same(self, hearth: Hearth) -> None:
        held = hold(hearth)
        hearth.archive()
        memberships.leave(by=hearth.member, room_id=hearth.id)
        assert refuse(by=by(hearth), held_id=held.id).state == "refused"

    def test_what_it_answered_is_deleted(self, hearth: Hearth) -> None:
        root = hearth.say()
        held = hold(hearth, reply_to=root.pk)
        editing.delete_mine(by=hearth.owner, message_id=root.pk)
        assert release(by=by(hearth), held_id=held.id).reply_to_id == root.pk

    def assert_stays(self, hearth: Hearth, held_id: int, code: str) -> None:
        with refused(code):
            release(by=by(hearth), held_id=held_id)
        assert HeldMessage.objects.get(pk=held_id).is_waiting
        assert not hearth.room.messages.exists()


class TestRefusing:
    def test_the_author_is_told(self, hearth: Hearth) -> None:
        held = hold(hearth)
        row = refuse(by=by(hearth), held_id=held.id, note="Not here")
        assert (row.state, row.note, row.text) == ("refused", "Not here", "my casino")
        # A second one changes nothing.
        assert refuse(by=by(hearth), held_id=held.id, note="Never").note == "Not here"

    def test_the_nonce_is_answered(self, hearth: Hearth) -> None:
        new = message(hearth)
        refuse(by=by(hearth), held_id=hold(hearth, nonce=new.nonce).id)
        assert send(hearth, "my casino", nonce=new.nonce) == ["held"]
        assert not hearth.room.messages.exists()

    @pytest.mark.parametrize("first", [release, refuse])
    def test_it_is_decided_once(self, hearth: Hearth, first: object) -> None:
        held = hold(hearth)
        decide, other = (release, refuse) if first is release else (refuse, release)
        decide(by=by(hearth), held_id=held.id)
        with refused("held_decided"):
            other(by=by(hearth), held_id=held.id)


class TestWithdrawing:
    def test_by_its_author(self, hearth: Hearth) -> None:
        held = hold(hearth)
        for _ in range(2):
            withdraw(by=hearth.member, held_id=held.id)
        row = HeldMessage.objects.get(pk=held.id)
        assert (row.state, row.text) == ("withdrawn", "")
        with refused("held_decided"):
            release(by=by(hearth), held_id=held.id)

    def test_also_after_leaving(self, hearth: Hearth) -> None:
        held = hold(hearth)
        memberships.leave(by=hearth.member, room_id=hearth.id)
        withdraw(by=hearth.member, held_id=held.id)
        assert state_of(held) == "withdrawn"

    def test_not_once_it_is_a_message(self, hearth: Hearth) -> None:
        held = hold(hearth)
        release(by=by(hearth), held_id=held.id)
        with refused("held_decided"):
            withdraw(by=hearth.member, held_id=held.id)

    def test_by_nobody_else(self, hearth: Hearth) -> None:
        held = hold(hearth)
        for person in (hearth.owner, hearth.stranger):
            with refused("not_found"):
                withdraw(by=person, held_id=held.id)


class TestWhoDecides:
    @pytest.mark.parametrize("decide", [release, refuse])
    @pytest.mark.parametrize("kind", ["stranger", "former", "member"])
    def test_others_do_not_find_it(self, hearth: Hearth, kind: str, decide: object) -> None:
        site_rule("poker", "hold")
        held = hold(hearth, "poker", hearth.moderator)
        call = release if decide is release else refuse
        with refused("not_found"):
            call(by=by(hearth, kind), held_id=held.id)
        with refused("not_found"):
            call(by=by(hearth, kind), held_id=held.id + 999)

    def test_nobody_decides_on_their_own(self, hearth: Hearth) -> None:
        site_rule("poker", "hold")
        for person in (hearth.member, hearth.owner):
            held = hold(hearth, "poker", person)
            with refused("forbidden"):
                release(by=Member(person), held_id=held.id)

    def test_in_a_direct_room_staff_alone(self, hearth: Hearth) -> None:
        site_rule("poker", "hold")
        hearth.id = direct.open_direct(by=hearth.owner, others=[hearth.member.pk]).room.pk
        held = hold(hearth, "poker")
        with refused("not_found"):
            release(by=Member(hearth.owner), held_id=held.id)
        assert release(by=by(hearth, "staff"), held_id=held.id).room_id == hearth.id
