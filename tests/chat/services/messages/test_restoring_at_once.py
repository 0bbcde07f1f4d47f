"""Restoring at the same time as what else becomes of a message."""

import pytest

from chat.models import KeptMessage, MessageFile
from chat.services.messages import editing
from core.problems import Problem
from tests.chat.hearth import Hearth
from tests.chat.services.messages.test_restoring import a_day_passes, delete, fresh, restore
from tests.core.jobs.due import run_due
from tests.files.a_file import a_file, ready_files
from tests.support.in_process import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_restore(hearth: Hearth) -> None:
    message = hearth.say("kept", hearth.member, files=(a_file(hearth.member).pk,))
    deleted = delete(hearth, message)
    one, two = at_once(lambda: restore(hearth, message), lambda: restore(hearth, message, "owner"))
    assert one.rev == two.rev == deleted.rev + 1
    assert len(fresh(message).files or ()) == MessageFile.objects.count() == 1


@pytest.mark.parametrize("turn", range(4))
def test_edit_delete_and_restore(hearth: Hearth, turn: int) -> None:
    message = hearth.say("one", hearth.member)
    delete(hearth, message)

    def tried(do: object) -> str:
        try:
            do()  # type: ignore[operator]
        except Problem as problem:
            return problem.code
        return ""

    edited, deleted, restored, other = at_once(
        lambda: tried(lambda: editing.edit(by=hearth.member, message_id=message.pk, text="two")),
        lambda: tried(lambda: delete(hearth, message, "member")),
        lambda: tried(lambda: restore(hearth, message)),
        lambda: tried(lambda: delete(hearth, message, "owner")),
    )
    assert (deleted, other) == ("", "")
    assert edited in ("", "not_found")
    assert restored in ("", "not_restorable")
    last = fresh(message)
    # Whoever came last, its author has deleted it: nothing can bring it back.
    assert (last.is_deleted, last.text, KeptMessage.objects.count()) == (True, "", 0)
    assert last.rev == hearth.room.rev
    assert tried(lambda: restore(hearth, message)) == "not_restorable"


def test_restored_while_its_day_ends(hearth: Hearth) -> None:
    message = hearth.say("late", hearth.member, files=(a_file(hearth.member).pk,))
    delete(hearth, message)
    a_day_passes()

    def tried() -> str:
        try:
            return restore(hearth, message).text
        except Problem as problem:
            return problem.code

    assert at_once(tried, lambda: str(run_due()))[0] == "not_restorable"
    assert not KeptMessage.objects.exists()
    assert not ready_files().exists()
