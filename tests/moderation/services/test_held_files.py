"""The files of a held message stay their author's, and what nobody looks at ends."""

import json
import uuid

import pytest
from django.db import transaction

from accounts.models import User
from chat.services.authority import Member
from chat.services.messages.storing import send_together
from core.jobs.declarations import Claim
from files.access import may_fetch
from files.models import File
from files.services import uploads
from moderation.models import HeldMessage
from moderation.services.held import forgetting, releasing
from moderation.services.held.releasing import refuse, release, withdraw
from tests.chat.hearth import Hearth, Published
from tests.chat.services.messages.carrying import elsewhere
from tests.files.stored import unused
from tests.moderation.ruled import hold, message, outcome, refused, rule, send, state_of

pytestmark = pytest.mark.django_db

CLAIM = Claim(1, "moderation.forget_held", "", "{}", 1)


@pytest.fixture(autouse=True)
def ruled(hearth: Hearth) -> None:
    rule(hearth)


def by(hearth: Hearth) -> Member:
    return Member(hearth.moderator)


class TestFiles:
    def test_they_are_the_authors_until_it_is_released(self, hearth: Hearth) -> None:
        file = unused(hearth.member)
        held = hold(hearth, files=(file.pk,))
        assert [each.id for each in held.files] == [file.pk]
        kept = File.objects.get(pk=file.pk)
        assert kept.expires_at
        assert kept.expires_at > HeldMessage.objects.get().at + forgetting.WAITS
        readers = [name for name in ("owner", "moderator", "member", "former", "stranger")
                   if may_fetch(hearth.person(name), kept)]  # fmt: skip
        assert readers == ["owner", "moderator", "member"]
        message = release(by=by(hearth), held_id=held.id)
        assert (message.files or [])[0][0] == str(file.pk)
        assert File.objects.get(pk=file.pk).expires_at is None

    @pytest.mark.parametrize("how", ["refuse", "withdraw"])
    def test_they_end_as_others_do_when_it_becomes_none(self, hearth: Hearth, how: str) -> None:
        file = unused(hearth.member)
        before = file.expires_at
        held = hold(hearth, files=(file.pk,))
        if how == "refuse":
            refuse(by=by(hearth), held_id=held.id)
        else:
            withdraw(by=hearth.member, held_id=held.id)
        kept = File.objects.get(pk=file.pk)
        assert before
        assert kept.expires_at
        assert (kept.expires_at - before).total_seconds() < 3600
        assert not may_fetch(hearth.moderator, kept)

    def test_one_that_is_gone(self, hearth: Hearth) -> None:
        file = unused(hearth.member)
        held = hold(hearth, files=(file.pk,))
        file.delete()
        with refused("file_not_found"):
            release(by=by(hearth), held_id=held.id)

    def test_one_that_another_message_took_is_copied(self, hearth: Hearth) -> None:
        file = unused(hearth.member)
        held = hold(hearth, files=(file.pk,))
        other = elsewhere(hearth.member)
        assert outcome_of_sending(hearth, other, file.pk) == "sent"
        copy = (release(by=by(hearth), held_id=held.id).files or [])[0][0]
        assert File.objects.get(pk=copy).blob == File.objects.get(pk=file.pk).blob

    def test_what_a_photo_says_is_held_to_the_rules(self, hearth: Hearth) -> None:
        """Otherwise it would say what no text may."""
        rule(hearth, "evil.com", "refuse", kind="link")
        assert send(hearth, "tea", files=(described(hearth.member, "my casino"),)) == ["held"]
        assert send(hearth, "", files=(described(hearth.member, "tea"), described(hearth.member, "at evil.com"))) == [
            "refused_by_rule"
        ]
        assert send(hearth, "my", files=(described(hearth.member, "tea"),)) == ["sent"]
        assert send(hearth, "tea", files=(described(hearth.moderator, "my casino"),), author=hearth.moderator) == [
            "sent"
        ]
        assert send(hearth, "tea", files=(described(hearth.stranger, "casino"),), author=hearth.stranger) == [
            "not_found"
        ]

    def test_they_are_not_described_anew_while_it_waits(self, hearth: Hearth) -> None:
        """Otherwise what is published is not what was looked at."""
        file = described(hearth.member, "tea")
        held = hold(hearth, files=(file,))
        for person in (hearth.member, hearth.moderator, hearth.stranger):
            with refused("not_found"):
                uploads.describe(person, file, "spam")
        assert (release(by=by(hearth), held_id=held.id).files or [])[0][7] == "tea"

    def test_they_are_described_anew_when_it_was_taken_back(self, hearth: Hearth) -> None:
        file = described(hearth.member, "tea")
        withdraw(by=hearth.member, held_id=hold(hearth, files=(file,)).id)
        assert uploads.describe(hearth.member, file, "coffee").alt == "coffee"

    def test_they_wait_for_the_last_message_that_names_them(self, hearth: Hearth) -> None:
        file = unused(hearth.member)
        first, second = hold(hearth, files=(file.pk,)), hold(hearth, files=(file.pk,))
        with refused("not_found"):
            refuse(by=Member(hearth.stranger), held_id=first.id)
        refuse(by=by(hearth), held_id=first.id)
        assert (File.objects.get(pk=file.pk).expires_at or second.at) > second.at + forgetting.WAITS
        withdraw(by=hearth.member, held_id=second.id)
        assert (File.objects.get(pk=file.pk).expires_at or second.at) < second.at + forgetting.WAITS

    def test_those_of_others_cannot_be_held(self, hearth: Hearth) -> None:
        file = unused(hearth.owner)
        assert send(hearth, "my casino", files=(file.pk,)) == ["file_not_found"]


def described(owner: User, alt: str) -> uuid.UUID:
    return uploads.describe(owner, unused(owner).pk, alt).pk


def outcome_of_sending(hearth: Hearth, room_id: int, file: uuid.UUID) -> str:
    return outcome(send_together([message(hearth, "tea", files=(file,))._replace(room_id=room_id)])[0])


class TestForgetting:
    def test_what_nobody_looked_at_is_refused(self, hearth: Hearth) -> None:
        old, young = hold(hearth), hold(hearth)
        HeldMessage.objects.filter(pk=old.id).update(at="2020-01-01T00:00Z")
        forgetting.forget(CLAIM)
        assert (state_of(old), state_of(young)) == ("refused", "waiting")

    def test_its_author_is_told_and_who_would_have_decided(self, hearth: Hearth, published: Published) -> None:
        old, _ = hold(hearth), hold(hearth)
        HeldMessage.objects.filter(pk=old.id).update(at="2020-01-01T00:00Z")
        published.clear()
        with transaction.atomic():
            forgetting.forget(CLAIM)
        frames = [(group, json.loads(event["frame"])) for group, event in published.events]
        (changed,) = [(group, frame) for group, frame in frames if frame["type"] == "held.changed"]
        assert (changed[0], changed[1]["id"], changed[1]["state"]) == (f"user.{hearth.member.pk}", old.id, "refused")
        waiting = {group: frame["n"] for group, frame in frames if frame["type"] == "held.waiting"}
        assert waiting == {f"user.{person.pk}": 1 for person in (hearth.owner, hearth.moderator)}

    def test_what_was_decided_long_ago_is_deleted(self, hearth: Hearth) -> None:
        old, young = hold(hearth), hold(hearth)
        for held in (old, young):
            releasing.refuse(by=by(hearth), held_id=held.id)
        HeldMessage.objects.filter(pk=old.id).update(decided_at="2020-01-01T00:00Z")
        forgetting.forget(CLAIM)
        assert [row.pk for row in HeldMessage.objects.all()] == [young.id]
