"""Messages of which nobody can be told: they hold up no others, are tried again, and not for ever."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from chat.models import Message
from core.jobs.models import Job
from notifications.models import Batch, Crowd, InboxItem, Preferences
from notifications.services import candidates, items, retrying, telling
from notifications.services.items import NewItem
from tests.chat.hearth import Hearth
from tests.notifications.told import kinds_of

pytestmark = pytest.mark.django_db

Fail = Callable[[Message, Exception], None]


@pytest.fixture
def fail(monkeypatch: pytest.MonkeyPatch) -> Fail:
    """Storing what people are told of a message fails."""
    store = items.store
    monkeypatch.setattr(telling, "GATHER_SECONDS", 0.0)

    def begin(message: Message, error: Exception) -> None:
        def fails(new: Sequence[NewItem]) -> set[tuple[int, int]]:
            if any(item.message.pk == message.pk for item in new):
                raise error
            return store(new)

        monkeypatch.setattr(items, "store", fails)

    return begin


def run() -> None:
    telling.run(None)  # type: ignore[arg-type]


def time_passes() -> None:
    for model in (Batch, Crowd):
        model._default_manager.update(due_at=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize("error", [OperationalError("too many SQL variables"), ValueError("a surprise")], ids=repr)
def test_others_are_told_in_the_same_run(hearth: Hearth, fail: Fail, error: Exception) -> None:
    messages = [hearth.say(f"@yuki {at}") for at in range(4)]
    fail(messages[2], error)
    run()
    assert kinds_of(hearth.member).keys() == {messages[0].pk, messages[1].pk, messages[3].pk}
    (left,) = Batch.objects.all()
    assert (left.messages, left.tries) == ([messages[2].pk], 2)


def test_tried_again_after_longer_and_longer_pauses(
    hearth: Hearth, fail: Fail, caplog: pytest.LogCaptureFixture
) -> None:
    message = hearth.say("@yuki come")
    fail(message, OperationalError("canceling statement due to statement timeout"))
    waited: list[float] = []
    while Batch.objects.exists():
        run()
        run()  # too early: nothing is tried
        for left in Batch.objects.all():
            assert left.due_at is not None
            waited.append((left.due_at - timezone.now()).total_seconds())
            (job,) = Job.objects.filter(key="again")
            assert job.due_at is not None
            assert abs((job.due_at - left.due_at).total_seconds()) < 5
        Job.objects.all().delete()
        time_passes()
    assert waited == pytest.approx([15.0, 30.0, 60.0], abs=3.0)
    assert f"nobody is told of the messages [{message.pk}]" in caplog.text
    assert not InboxItem.objects.exists()


def test_told_by_a_later_try(hearth: Hearth, fail: Fail, monkeypatch: pytest.MonkeyPatch) -> None:
    store = items.store
    message = hearth.say("@yuki come")
    fail(message, OperationalError("deadlock detected"))
    run()
    monkeypatch.setattr(items, "store", store)
    assert kinds_of(hearth.member) == {}
    time_passes()
    assert kinds_of(hearth.member) == {message.pk: "mention"}


def test_a_large_room_that_cannot_be_told(hearth: Hearth, fail: Fail, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "FEW", 1)
    message = hearth.say("@here come")
    fail(message, OperationalError("too many SQL variables"))
    for _ in range(retrying.MOST_TRIES):
        run()
        time_passes()
    assert not Crowd.objects.filter(is_waiting=True).exists()
    mention = hearth.say("@yuki come")
    assert kinds_of(hearth.member) == {mention.pk: "mention"}


def test_where_it_cannot_be_noted(hearth: Hearth, fail: Fail, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database is away: the job itself is tried again, and the messages wait as they were."""
    fail(hearth.say("@yuki come"), OperationalError("server closed the connection unexpectedly"))

    def fails(_: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(retrying, "_note_failure", fails)
    with pytest.raises(OperationalError):
        run()
    assert Batch.objects.get().tries == 0


@pytest.mark.parametrize("odd", ["zone", "level"])
def test_what_is_odd_about_one_person(hearth: Hearth, odd: str) -> None:
    """A zone that this machine does not know is UTC; of anything else that person is told nothing, and all others are."""
    person = hearth.moderator
    if odd == "zone":
        person.time_zone = "Mars/Olympus"
        person.save(update_fields=["time_zone"])
        Preferences.objects.create(user=person, quiet_start=60, quiet_end=120)
    else:
        Preferences.objects.create(user=person, level="loud")
    message = hearth.say("@here come")
    assert kinds_of(hearth.member) == {message.pk: "here"}
    assert kinds_of(person) == ({message.pk: "here"} if odd == "zone" else {})
