"""Letters of what was no mention, or was none for a while."""

import pytest
from django.core.mail import EmailMessage

from chat.services.authority import Member
from chat.services.messages import editing, restoring
from notifications.models import InboxState
from notifications.services import changes, preferences, receiving
from notifications.services.candidates import FEW
from tests.chat.hearth import Hearth
from tests.notifications.services.post import box, later, sends_mail
from tests.notifications.told import kind_of, tell

pytestmark = pytest.mark.django_db

__all__ = ["box", "sends_mail"]


@pytest.mark.parametrize("kind", ["reply", "here", "keyword"])
def test_of_what_an_edit_makes_a_mention(hearth: Hearth, box: list[EmailMessage], kind: str) -> None:
    receiving.believe(True)
    preferences.change(by=hearth.member, keywords=["kettle"])
    root = hearth.say("Who makes tea?", hearth.member)
    texts = {"reply": "I do", "here": "@here I do", "keyword": "The kettle is on"}
    message = hearth.say(texts[kind], thread=root.pk if kind == "reply" else None)
    assert kind_of(hearth.member, message) == kind
    later()
    assert box == []
    editing.edit(by=hearth.owner, message_id=message.pk, text=f"{texts[kind]}, @yuki")
    later()
    assert [letter.subject for letter in box] == ["1 unread on chat.example.org"]


@pytest.mark.parametrize("few", [FEW, 0])
def test_of_what_is_restored_after_it_was_looked_at(
    hearth: Hearth, box: list[EmailMessage], monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """Also where so many people were told of it that they are told in parts."""
    monkeypatch.setattr(changes, "FEW", few)
    message = hearth.say("@yuki come")
    tell()
    editing.delete(by=Member(hearth.moderator), message=message)
    later()
    assert box == []
    restoring.restore(by=Member(hearth.moderator), message=message)
    later()
    assert [letter.subject for letter in box] == ["1 unread on chat.example.org"]


def test_of_what_a_letter_told_no_letter_tells_again(hearth: Hearth, box: list[EmailMessage]) -> None:
    message = hearth.say("@yuki come")
    later()
    for text in ("come", "@yuki come"):
        editing.edit(by=hearth.owner, message_id=message.pk, text=text)
        tell()
    editing.delete(by=Member(hearth.moderator), message=message)
    restoring.restore(by=Member(hearth.moderator), message=message)
    later()
    assert len(box) == 1


def test_nothing_is_looked_at_where_an_edit_makes_no_mention(hearth: Hearth) -> None:
    message = hearth.say("@here come")
    tell()
    editing.edit(by=hearth.owner, message_id=message.pk, text="@here please come")
    tell()
    assert not InboxState.objects.exclude(mail_due_at=None).exists()
