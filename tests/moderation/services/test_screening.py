"""What becomes of texts where there are rules; and where there are none, nothing is asked."""

import uuid

import pytest

from accounts.models import User
from chat.models import Room
from chat.models.guards import CHECKED
from chat.services.authority import Administrator, Member
from chat.services.messages import editing
from chat.services.messages.storing import Sent, send_together
from chat.services.rooms import direct, memberships
from core.problems import Problem
from moderation.models import HeldMessage
from moderation.services import rules, screening
from moderation.services.held import releasing
from tests.chat.hearth import Hearth
from tests.moderation.ruled import hold, message, outcome, refused, rule, send, site_rule, staff
from tests.support.in_process import a_user
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


class TestRules:
    @pytest.mark.parametrize(
        ("action", "expected"), [("refuse", "refused_by_rule"), ("warn", "warned_by_rule"), ("hold", "held")]
    )
    def test_each_action_in_one_batch(self, hearth: Hearth, action: str, expected: str) -> None:
        rule(hearth, action=action)
        assert send(hearth, "hello", "my CASIN0", "casinos") == ["sent", expected, "sent"]
        assert Room.objects.get(pk=hearth.id).last_seq == 2

    def test_the_author_is_told_why(self, hearth: Hearth) -> None:
        rule(hearth, action="refuse", note="No advertising")
        with pytest.raises(Problem) as refusal:
            hearth.say("casino", hearth.member)
        assert (refusal.value.body.note, refusal.value.status) == ("No advertising", 400)

    def test_a_warning_that_was_read(self, hearth: Hearth) -> None:
        rule(hearth, action="warn")
        assert send(hearth, "casino", despite_warning=True) == ["sent"]

    def test_a_warning_that_was_read_lets_nothing_else_pass(self, hearth: Hearth) -> None:
        rule(hearth, "casino", "warn")
        rule(hearth, "poker", "hold")
        rule(hearth, "roulette", "refuse")
        texts = ("casino poker", "casino roulette", "poker")
        assert send(hearth, *texts, despite_warning=True) == ["held", "refused_by_rule", "held"]

    def test_the_strongest_counts_wherever_it_is_of(self, hearth: Hearth) -> None:
        rule(hearth, action="warn")
        site_rule(action="refuse")
        assert send(hearth, "casino") == ["refused_by_rule"]

    def test_a_room_has_its_own(self, hearth: Hearth) -> None:
        rule(hearth, action="refuse")
        other = direct.open_direct(by=hearth.owner, others=[hearth.member.pk]).room.pk
        hearth.id = other
        assert send(hearth, "casino") == ["sent"]

    def test_its_moderators_and_owners_are_above_those_of_the_room_alone(self, hearth: Hearth) -> None:
        rule(hearth, action="refuse")
        for person in (hearth.moderator, hearth.owner):
            assert send(hearth, "casino", author=person) == ["sent"]
        site_rule(action="refuse")
        for person in (hearth.moderator, hearth.owner):
            assert send(hearth, "casino", author=person) == ["refused_by_rule"]

    def test_links(self, hearth: Hearth) -> None:
        rule(hearth, "evil.com", "refuse", kind="link")
        assert send(hearth, "https://www.evil.com/", "https://good.com") == ["refused_by_rule", "sent"]

    def test_a_changed_rule_counts_from_then_on(self, hearth: Hearth) -> None:
        made = rule(hearth, action="refuse")
        assert send(hearth, "casino", "poker") == ["refused_by_rule", "sent"]
        rules.change(by=Member(hearth.owner), room_id=hearth.id, rule_id=made.pk, pattern="poker")
        assert send(hearth, "casino", "poker") == ["sent", "refused_by_rule"]
        rules.remove(by=Member(hearth.owner), room_id=hearth.id, rule_id=made.pk)
        assert send(hearth, "casino", "poker") == ["sent", "sent"]

    @pytest.mark.parametrize(
        ("action", "code"), [("refuse", "refused_by_rule"), ("hold", "refused_by_rule"), ("warn", "warned_by_rule")]
    )
    def test_edits(self, hearth: Hearth, action: str, code: str) -> None:
        said = hearth.say("hello", hearth.member)
        rule(hearth, action=action)
        with refused(code):
            editing.edit(by=hearth.member, message_id=said.pk, text="casino")
        editing.edit(by=hearth.member, message_id=said.pk, text="better")
        if action == "warn":
            editing.edit(by=hearth.member, message_id=said.pk, text="casino", despite_warning=True)
        else:
            with refused(code):
                editing.edit(by=hearth.member, message_id=said.pk, text="casino", despite_warning=True)

    def test_a_text_from_before_may_stay(self, hearth: Hearth) -> None:
        said = hearth.say("casino", hearth.member)
        rule(hearth, action="refuse")
        assert editing.edit(by=hearth.member, message_id=said.pk, text="casino").text == "casino"


class TestHolding:
    def test_it_is_no_message(self, hearth: Hearth) -> None:
        rule(hearth)
        held = hold(hearth, text := "my casino")
        assert (held.text, held.state, held.note, held.author.id) == (text, "waiting", "not here", hearth.member.pk)
        assert not hearth.room.messages.exists()

    def test_the_same_nonce_is_the_same(self, hearth: Hearth) -> None:
        rule(hearth)
        new = message(hearth)
        outcomes = [*send_together([new, new]), *send_together([new])]
        assert [outcome(each) for each in outcomes] == ["held"] * 3
        assert HeldMessage.objects.count() == 1

    def test_the_nonce_counts_when_the_rule_is_gone(self, hearth: Hearth) -> None:
        """Otherwise a device that got no answer would send the message, which waits as well."""
        made = rule(hearth)
        new = message(hearth)
        send_together([new])
        rules.remove(by=Member(hearth.owner), room_id=hearth.id, rule_id=made.pk)
        assert [outcome(each) for each in send_together([new])] == ["held"]
        assert send(hearth, "casino") == ["sent"]

    def test_the_nonce_of_another_room(self, hearth: Hearth) -> None:
        rule(hearth)
        new = message(hearth)
        send_together([new])
        other = direct.open_direct(by=hearth.owner, others=[hearth.member.pk]).room.pk
        site_rule("something else")
        assert [outcome(each) for each in send_together([new._replace(room_id=other)])] == ["nonce_conflict"]

    def test_only_some_wait(self, hearth: Hearth) -> None:
        rule(hearth)
        texts = ["casino"] * (screening.MOST_WAITING + 1)
        assert send(hearth, *texts) == ["held"] * screening.MOST_WAITING + ["too_many_held"]

    def test_who_is_not_in_the_room_learns_nothing(self, hearth: Hearth) -> None:
        rule(hearth)
        for person in (hearth.stranger, hearth.former):
            assert send(hearth, "casino", author=person) == ["not_found"]
        assert not HeldMessage.objects.exists()


class TestFirstMessages:
    def test_those_of_new_accounts_wait_until_enough_were_released(self, hearth: Hearth) -> None:
        rules.hold_first(by=Administrator(staff()), count=2)
        newcomer = a_newcomer(hearth)
        assert send(hearth, "hi", author=newcomer) == ["held"]
        for held in (HeldMessage.objects.get().pk, hold(hearth, "hi again", newcomer).id):
            releasing.release(by=Member(hearth.owner), held_id=held)
        assert send(hearth, "I am here", author=newcomer) == ["sent"]
        # For good, whatever the site says later.
        rules.hold_first(by=Administrator(staff()), count=9)
        assert send(hearth, "still", author=newcomer) == ["sent"]

    def test_what_was_released_is_not_reworded_meanwhile(self, hearth: Hearth) -> None:
        """Otherwise one message that was released would publish any text."""
        rules.hold_first(by=Administrator(staff()), count=2)
        newcomer = a_newcomer(hearth)
        said = releasing.release(by=Member(hearth.owner), held_id=hold(hearth, "hi", newcomer).id)
        with refused("refused_by_rule"):
            editing.edit(by=newcomer, message_id=said.pk, text="buy this", despite_warning=True)
        with refused("not_found"):
            editing.edit(by=hearth.stranger, message_id=said.pk, text="buy this")
        assert hearth.room.messages.get().text == "hi"
        releasing.release(by=Member(hearth.owner), held_id=hold(hearth, "hi again", newcomer).id)
        assert editing.edit(by=newcomer, message_id=said.pk, text="hello").text == "hello"

    def test_who_is_not_new_edits_as_ever(self, hearth: Hearth) -> None:
        rules.hold_first(by=Administrator(staff()), count=2)
        said = hearth.say("hi", hearth.member)
        assert editing.edit(by=hearth.member, message_id=said.pk, text="hello").text == "hello"
        newcomer = a_newcomer(hearth)
        hearth.set_role(newcomer, "moderator")
        own = hearth.say("hi", newcomer)
        assert editing.edit(by=newcomer, message_id=own.pk, text="hello").text == "hello"

    def test_accounts_from_before_are_not_new(self, hearth: Hearth) -> None:
        rules.hold_first(by=Administrator(staff()), count=2)
        assert send(hearth, "hi") == ["sent"]

    def test_in_public_rooms_alone(self) -> None:
        hearth = Hearth(Room.Kind.PRIVATE)
        rules.hold_first(by=Administrator(staff()), count=1)
        assert send(hearth, "hi", author=a_newcomer(hearth)) == ["sent"]

    def test_their_own_room(self, hearth: Hearth) -> None:
        rules.hold_first(by=Administrator(staff()), count=1)
        newcomer = a_newcomer(hearth)
        hearth.set_role(newcomer, "moderator")
        assert send(hearth, "hi", author=newcomer) == ["sent"]

    def test_off_again(self, hearth: Hearth) -> None:
        rules.hold_first(by=Administrator(staff()), count=1)
        newcomer = a_newcomer(hearth)
        rules.hold_first(by=Administrator(staff()), count=0)
        assert send(hearth, "hi", author=newcomer) == ["sent"]


def a_newcomer(hearth: Hearth) -> User:
    newcomer = a_user("newcomer")
    memberships.add(by=Member(hearth.owner), room_id=hearth.id, user_ids=[newcomer.pk])
    return newcomer


class TestCost:
    def test_no_query_where_nothing_is_set(self, hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
        def never(*_: object) -> None:
            raise AssertionError("asked although nothing is set")

        monkeypatch.setattr("moderation.filters.Screening", never)
        before = queries_of(lambda: send(hearth, "casino"))
        rule(hearth)
        monkeypatch.undo()
        send(hearth, "hello")  # the rules are read once
        assert queries_of(lambda: send(hearth, "hello", "you", "there")) == before + 2

    def test_a_room_without_rules_beside_one_with(self, hearth: Hearth, monkeypatch: pytest.MonkeyPatch) -> None:
        rule(hearth)
        asked: list[int] = []
        monkeypatch.setattr(screening, "rules_of", asked.extend)
        other = direct.open_direct(by=hearth.owner, others=[hearth.member.pk]).room.pk
        send_together([message(hearth)._replace(room_id=other)])
        assert asked == []

    def test_the_bit_goes_with_the_last_rule(self, hearth: Hearth) -> None:
        made = rule(hearth)
        assert hearth.room.guards & CHECKED
        rules.remove(by=Member(hearth.owner), room_id=hearth.id, rule_id=made.pk)
        assert not hearth.room.guards & CHECKED


def test_a_batch_of_many_rooms(hearth: Hearth) -> None:
    """One that is held stands beside one that is sent, each in its room."""
    rule(hearth)
    other = direct.open_direct(by=hearth.owner, others=[hearth.member.pk]).room.pk
    here, there = message(hearth), message(hearth)._replace(room_id=other)
    nowhere = message(hearth)._replace(room_id=other + 99, nonce=uuid.uuid4())
    outcomes = send_together([here, there, nowhere])
    assert [outcome(each) for each in outcomes] == ["held", "sent", "not_found"]
    assert isinstance(outcomes[1], Sent)
    assert outcomes[1].message.room_id == other
