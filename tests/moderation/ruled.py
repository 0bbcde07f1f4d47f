"""A room with rules, and messages that meet them."""

import uuid
from typing import Any

import pytest

from accounts.models import User
from chat.payloads import HeldMessage as Payload
from chat.services.authority import Administrator, Member
from chat.services.messages.filters import Withheld
from chat.services.messages.storing import NewMessage, Outcome, send_together
from core.problems import Problem
from moderation.models import HeldMessage, Rule
from moderation.services import rules
from tests.chat.hearth import Hearth
from tests.support.in_process import a_user


def rule(hearth: Hearth, pattern: str = "casino", action: str = "hold", **more: Any) -> Rule:
    """Of the room, by its owner."""
    more = {"kind": "word", "note": "not here", **more}
    return rules.add(by=Member(hearth.owner), room_id=hearth.id, pattern=pattern, action=action, **more).rule


def site_rule(pattern: str = "casino", action: str = "refuse", **more: Any) -> Rule:
    more = {"kind": "word", "note": "nowhere", **more}
    return rules.add(by=Administrator(staff()), room_id=None, pattern=pattern, action=action, **more).rule


def staff() -> User:
    return User.objects.filter(username="chief").first() or a_user("chief", is_staff=True, is_superuser=True)


def message(hearth: Hearth, text: str = "my casino", author: User | None = None, **options: Any) -> NewMessage:
    options.setdefault("nonce", uuid.uuid4())
    return NewMessage(author or hearth.member, hearth.id, text=text, **options)


def send(hearth: Hearth, *texts: str, author: User | None = None, **options: Any) -> list[str]:
    """What becomes of these texts, sent together: "sent", "held", or the code of the Problem."""
    return [outcome(each) for each in send_together([message(hearth, text, author, **options) for text in texts])]


def outcome(of: Outcome) -> str:
    if isinstance(of, Problem):
        return of.code
    return "held" if isinstance(of, Withheld) else "sent"


def hold(hearth: Hearth, text: str = "my casino", author: User | None = None, **options: Any) -> Payload:
    """A message that waits."""
    (withheld,) = send_together([message(hearth, text, author, **options)])
    assert isinstance(withheld, Withheld)
    return withheld.held


def state_of(held: Payload) -> str:
    return HeldMessage.objects.get(pk=held.id).state


def refused(code: str) -> Any:
    return pytest.raises(Problem, match=f"^{code}$")
