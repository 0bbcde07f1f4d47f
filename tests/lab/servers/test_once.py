"""Files that the processes of a test run make once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lab.servers import once


@pytest.fixture(autouse=True)
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(once.SHARED, str(tmp_path))


def test_who_asks_first_makes_it_and_others_wait() -> None:
    made: list[Path] = []

    def make(folder: Path) -> None:
        made.append(folder)
        folder.mkdir()
        for number in range(200):
            (folder / str(number)).write_text("whole")

    def ask(_: int) -> int:
        return len(list(once.made("files", make).iterdir()))

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(ask, range(8))) == {200}
    assert len(made) == 1


def test_what_could_not_be_made_is_made_again() -> None:
    def fail(folder: Path) -> None:
        folder.mkdir()
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        once.made("files", fail)
    assert once.made("files", Path.mkdir).is_dir()


def test_what_is_shared_is_removed(tmp_path: Path) -> None:
    remove = once.share()
    made = once.made("files", Path.mkdir)
    assert made.parent != tmp_path
    remove()
    assert not made.parent.exists()
