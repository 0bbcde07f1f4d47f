"""What follows a commit keeps nothing else from following it."""

import ast
from functools import partial

import pytest
from django.db import OperationalError, transaction

from core.db.commits import after_commit
from tests.structure.imports import modules

pytestmark = pytest.mark.django_db(transaction=True)


def fails(secret: str) -> None:
    raise OperationalError(secret)


@pytest.mark.parametrize("is_in_transaction", [True, False])
def test_what_fails_is_logged_and_the_rest_is_done(is_in_transaction: bool, caplog: pytest.LogCaptureFixture) -> None:
    done: list[int] = []

    def everything() -> None:
        after_commit(partial(done.append, 1))
        after_commit(partial(fails, "the cake is in the oven"))
        after_commit(partial(done.append, 2))

    if is_in_transaction:
        with transaction.atomic():
            everything()
            assert done == []
    else:
        everything()
    assert done == [1, 2]
    assert "what follows a commit failed: OperationalError at tests/core/db/test_commits.py:" in caplog.text
    assert "cake" not in caplog.text


def test_nothing_follows_a_rollback() -> None:
    done: list[int] = []

    @transaction.atomic
    def taken_back() -> None:
        after_commit(partial(done.append, 1))
        fails("")

    with pytest.raises(OperationalError):
        taken_back()
    assert done == []


def test_nobody_relies_on_djangos_own_way() -> None:
    """It fails itself with what has no name of its own, and whatever would follow is lost."""
    found = [name for name, file in modules().items() if asks_django(file.read_text())]
    assert found == []


def asks_django(text: str) -> bool:
    calls = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
    return any(
        ast.unparse(call.func).endswith("on_commit") and any(word.arg == "robust" for word in call.keywords)
        for call in calls
    )
