import pytest

from accounts.models import User
from tests.accounts.letters import mailbox
from tests.support.in_process import a_user

__all__ = ["mailbox"]


@pytest.fixture
def founder(db: None) -> User:
    """She has set the site up, without which nobody can register."""
    return a_user("founder", is_staff=True, is_superuser=True)
