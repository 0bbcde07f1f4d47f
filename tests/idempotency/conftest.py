import pytest

from tests.accounts.letters import mailbox
from tests.chat.hearth import Hearth

__all__ = ["mailbox"]


@pytest.fixture
def hearth() -> Hearth:
    return Hearth()
