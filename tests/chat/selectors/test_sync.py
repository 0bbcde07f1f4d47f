"""What somebody missed: changes since a rev, resets, and answers in parts."""

import uuid

import pytest

from accounts.models import User
from chat import payloads, selectors
from chat.models import Epoch, Membership
from chat.selectors import room_catch_up, sync
from chat.services.authority import Member
from chat.services.messages import editing, sending
from chat.services.messages.storing import NewMessage
from chat.services.rooms import direct, invitations, joining, memberships, rooms
from tests.chat.hearth import Hearth, Role
from tests.chat.selectors.conversation import say

pytestmark = pytest.mark.django_db


class TestSync:
    @pytest.fixture
    def epoch(self) -> uuid.UUID:
        return selectors.epoch()

    def sync(self, hearth: Hearth, have: int, user: User | None = None) -> payloads.Changes:
        answer = selectors.changes_since(user or hearth.member, known_epoch=selectors.epoch(), revs={hearth.id: have})
        assert answer.epoch == selectors.epoch()
        return answer.rooms[str(hearth.id)]

    def test_who_has_everything_gets_nothing(self, hearth: Hearth) -> None:
        hearth.say()
        head = hearth.room.rev
        assert self.sync(hearth, head) == payloads.Changes(head=head, messages=[], members=[], complete=True)

    def test_every_change_in_its_present_state_by_rev(self, hearth: Hearth) -> None:
        early = hearth.say("early")
        hearth.set_role(hearth.member, Role.MODERATOR)
        hearth.say("known")
        have = hearth.room.rev
        draft = hearth.say("draft")
        hearth.say("news")
        joining.join(by=hearth.stranger, room_id=hearth.id)
        editing.edit(by=hearth.owner, message_id=draft.pk, text="final")
        editing.delete(by=Member(hearth.owner), message=early)
        memberships.leave(by=hearth.moderator, room_id=hearth.id)
        changes = self.sync(hearth, have)
        assert changes.messages is not None
        assert changes.members is not None
        assert [(message.rev, message.text) for message in changes.messages] == [
            (have + 2, "news"),
            (have + 4, "final"),
            (have + 5, ""),
        ]
        assert [(member.rev, member.user.username, member.role) for member in changes.members] == [
            (have + 3, "sora", "member"),
            (have + 6, "kenji", None),
        ]
        assert (changes.head, changes.complete, changes.reset, changes.room) == (have + 6, True, False, None)

    def test_the_room_itself_is_there_when_it_changed(self, hearth: Hearth) -> None:
        have = hearth.room.rev
        hearth.say()
        rooms.change(by=Member(hearth.owner), room_id=hearth.id, name="Kotatsu")
        room = self.sync(hearth, have).room
        assert room == selectors.summary_of(hearth.member, hearth.id)
        assert room.name == "Kotatsu"
        assert self.sync(hearth, have + 2).room is None

    def test_rules_that_changed_meanwhile_are_there(self, hearth: Hearth) -> None:
        have = hearth.room.rev
        rooms.change(by=Member(hearth.owner), room_id=hearth.id, posting="moderators", slow_seconds=30)
        room = self.sync(hearth, have).room
        assert room is not None
        assert (room.posting, room.slow_seconds) == ("moderators", 30)

    def test_a_direct_room_opened_meanwhile_comes_whole_with_its_people(self, hearth: Hearth) -> None:
        opened = direct.open_direct(by=hearth.owner, others=[hearth.member.pk]).room
        answer = selectors.changes_since(hearth.member, known_epoch=uuid.uuid4(), revs={opened.pk: 0})
        room = answer.rooms[str(opened.pk)].room
        assert room == selectors.summary_of(hearth.member, opened.pk)
        assert [person.username for person in room.people] == ["hanako"]

    def test_who_came_by_an_invitation_meanwhile_is_there(self, hearth: Hearth) -> None:
        have = hearth.room.rev
        made = invitations.invite(by=Member(hearth.owner), room_id=hearth.id, lifetime=None, uses=1)
        invitations.accept(by=hearth.stranger, token=made.token)
        changes = self.sync(hearth, have)
        assert [member.user.username for member in changes.members or []] == ["sora"]
        assert changes.head == have + 1

    @pytest.mark.parametrize("person", ["former", "stranger"])
    def test_a_room_that_is_not_mine_is_gone(self, hearth: Hearth, person: str) -> None:
        hearth.say("secret")
        assert self.sync(hearth, 0, hearth.person(person)) == payloads.Changes(gone=True)

    def test_a_room_that_never_was_is_gone(self, hearth: Hearth) -> None:
        unknown = hearth.id + 1
        answer = selectors.changes_since(hearth.member, known_epoch=selectors.epoch(), revs={unknown: 0})
        assert answer.rooms == {str(unknown): payloads.Changes(gone=True)}

    def test_too_far_behind_is_a_reset_to_the_newest_page(
        self, hearth: Hearth, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(room_catch_up, "CHANGES_REPLAYED", 5)
        monkeypatch.setattr(room_catch_up, "PAGE", 3)
        have = hearth.room.rev
        say(hearth, 5)
        assert not self.sync(hearth, have).reset
        hearth.say("5")
        changes = self.sync(hearth, have)
        assert changes.messages is not None
        assert [message.text for message in changes.messages] == ["3", "4", "5"]
        assert (changes.reset, changes.complete, changes.members) == (True, True, [])
        assert changes.room == selectors.summary_of(hearth.member, hearth.id)

    def test_a_rev_that_was_never_handed_out_is_a_reset(self, hearth: Hearth) -> None:
        """Somebody has more than the room does: of another history, whatever the epoch says."""
        hearth.say()
        assert self.sync(hearth, hearth.room.rev + 1).reset
        assert self.sync(hearth, 2**70).reset

    def test_another_epoch_resets_every_room(self, hearth: Hearth, epoch: uuid.UUID) -> None:
        hearth.say()
        head = hearth.room.rev
        Epoch.objects.update(value=uuid.uuid4())
        answer = selectors.changes_since(hearth.member, known_epoch=epoch, revs={hearth.id: head, hearth.id + 1: 3})
        assert answer.epoch == selectors.epoch() != epoch
        changes = answer.rooms[str(hearth.id)]
        assert (changes.reset, changes.head) == (True, head)
        assert changes.messages is not None
        assert len(changes.messages) == 1
        assert answer.rooms[str(hearth.id + 1)] == payloads.Changes(gone=True)

    def several(self, hearth: Hearth) -> dict[int, int]:
        """Four rooms, each ten changes ahead of the revs returned."""
        revs = {}
        for name in ("Kitchen", "Attic", "Cellar", "Garden"):
            room = rooms.create(owner=hearth.member, name=name)
            revs[room.pk] = room.rev
            for turn in range(10):
                sending.send(NewMessage(by=hearth.member, room_id=room.pk, nonce=uuid.uuid4(), text=str(turn)))
        return revs

    def test_one_answer_holds_so_much_and_the_next_ones_the_rest(
        self, hearth: Hearth, epoch: uuid.UUID, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sync, "CHANGES_ANSWERED", 25)
        rest = self.several(hearth)
        received: dict[str, int] = {}
        rounds = 0
        while rest:
            answer = selectors.changes_since(hearth.member, known_epoch=epoch, revs=rest)
            assert sum(len(change.messages or []) for change in answer.rooms.values()) <= 25
            for name, change in answer.rooms.items():
                received[name] = received.get(name, 0) + len(change.messages or [])
            rest = {pk: rev for pk, rev in rest.items() if not answer.rooms[str(pk)].complete}
            rounds += 1
        assert (rounds, set(received.values()), len(received)) == (2, {10}, 4)

    def test_a_room_larger_than_one_answer_is_answered_alone(
        self, hearth: Hearth, epoch: uuid.UUID, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sync, "CHANGES_ANSWERED", 5)
        answer = selectors.changes_since(hearth.member, known_epoch=epoch, revs=self.several(hearth))
        assert [len(change.messages or []) for change in answer.rooms.values()] == [10, 0, 0, 0]
        assert [change.complete for change in answer.rooms.values()] == [True, False, False, False]

    def test_a_room_that_is_not_answered_yet_says_that_it_is_a_reset(
        self, hearth: Hearth, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Otherwise its old rev would be asked for again with the new epoch, and taken for a rev of this history."""
        monkeypatch.setattr(sync, "CHANGES_ANSWERED", selectors.PAGE)
        answer = selectors.changes_since(hearth.member, known_epoch=uuid.uuid4(), revs=self.several(hearth))
        assert [change.reset for change in answer.rooms.values()] == [True] * 4
        assert [change.complete for change in answer.rooms.values()] == [True, False, False, False]

    def test_what_was_deleted_carries_no_text(self, hearth: Hearth) -> None:
        have = hearth.room.rev
        regret = hearth.say("regrettable")
        editing.delete(by=Member(hearth.owner), message=regret)
        assert "regrettable" not in str(self.sync(hearth, have))

    def test_roles_are_those_of_now(self, hearth: Hearth) -> None:
        hearth.set_role(hearth.moderator, Role.MEMBER)
        have = hearth.room.rev
        hearth.set_role(hearth.member, Role.MODERATOR)
        hearth.set_role(hearth.member, Role.OWNER)
        (member,) = self.sync(hearth, have).members or []
        assert (member.role, member.rev) == ("owner", have + 2)
        assert Membership.objects.filter(rev__gt=have).count() == 1
