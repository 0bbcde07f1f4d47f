import pytest

from tests.files.person import Uploader
from tests.support.in_process import a_user


@pytest.fixture
def mine() -> Uploader:
    """Somebody who uploads."""
    return Uploader(a_user("hanako"))


@pytest.fixture
def others() -> Uploader:
    """Somebody else."""
    return Uploader(a_user("sora"))
