"""Who waits apart, since the time of others is used up."""

from collections.abc import Iterator

import pytest

from core.jobs.models import Job
from lab.push.service import PushService
from notifications.models import PushSubscription
from notifications.push import budgets, letters
from notifications.push.jobs import PUSH, PUSH_AGAIN
from tests.chat.hearth import Hearth
from tests.core.jobs.due import no_pause, run_due
from tests.notifications.push.people import Phone, deliver, run_types, said, told
from tests.notifications.told import tell

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _all_have_time() -> Iterator[None]:
    budgets.forget()
    yield
    budgets.forget()


def test_a_slow_one_waits_apart(hearth: Hearth, phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though it takes what it is sent. It comes back when it is as fast as others."""
    with monkeypatch.context() as patched:
        patched.setattr(letters, "SLOW_SECONDS", 0.0)
        said(hearth)
        told()
    assert len(phone.shown) == 1
    assert phone.row is not None
    assert (phone.row.failing, phone.row.failures) == (True, 0)
    said(hearth)
    tell()
    no_pause()
    run_types(PUSH.name)
    assert (phone.browser.asked, trying_again()) == (1, 1)
    run_due()
    assert phone.browser.asked == 2
    assert not phone.row.failing


def test_who_has_used_up_the_time_of_others(hearth: Hearth, phone: Phone, service: PushService) -> None:
    """The devices of one person, whatever their hosts; then all of a host."""
    other = Phone(hearth.moderator, service)
    assert phone.row is not None
    for _ in range(2):
        budgets.note(phone.row, budgets.OF_PERSON.most)
    said(hearth, "@yuki @kenji")
    told_as_it_is()
    assert (phone.browser.asked, other.browser.asked, trying_again()) == (0, 1, 1)
    for _ in range(8):
        budgets.note(phone.row, budgets.OF_PERSON.most)
    said(hearth, "@yuki @kenji")
    told_as_it_is()
    assert (phone.browser.asked, other.browser.asked, trying_again()) == (0, 1, 2)
    deliver()
    assert (len(phone.shown), len(other.shown)) == (1, 1)


def test_a_host_that_everybody_has_is_not_to_blame() -> None:
    """Whoever has a device there, waits for no other's."""

    def device(user: int, host: str) -> PushSubscription:
        return PushSubscription(user_id=user, endpoint=f"https://push.{host}.example/{user}")

    people = range(budgets.MANY_PEOPLE + 1)
    for host in ("everybodys", "odd"):
        for user in people:
            assert not budgets.is_used_up(device(user if host == "everybodys" else 1, host))
    for user in people:
        budgets.note(device(user, "everybodys"), 3.0)
        budgets.note(device(1000 + user % 9, "odd"), 3.0)
    newcomer = people.stop + 1
    assert not budgets.is_used_up(device(newcomer, "everybodys"))
    assert budgets.is_used_up(device(newcomer, "odd"))
    budgets.note(device(newcomer, "everybodys"), budgets.OF_PERSON.most + 5)
    assert budgets.is_used_up(device(newcomer, "everybodys"))


def trying_again() -> int:
    return Job.objects.filter(type=PUSH_AGAIN.name).count()


def told_as_it_is() -> None:
    """Nobody's time is given back."""
    tell()
    no_pause()
    run_types(PUSH.name, PUSH_AGAIN.name)


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each push that takes long may be of another person and another host."""
    monkeypatch.setattr(budgets, "MOST_KEPT", 4)
    for number in range(20):
        budgets.note(PushSubscription(user_id=number, endpoint=f"https://push.example{number}.org/"), 2.0)
    assert len(budgets._used) == 4
