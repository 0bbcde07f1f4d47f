"""What `manage.py serve` asks of the system."""

import resource

import pytest

from chat.management.commands.serve import OPEN_MAX, allow_many_sockets


class Limits:
    """A system that takes soft limits up to `most`, and says that its hard limit is `hard`."""

    def __init__(self, soft: int, hard: int, most: int) -> None:
        self.soft, self.hard, self.most = soft, hard, most

    def get(self, kind: int) -> tuple[int, int]:
        assert kind == resource.RLIMIT_NOFILE
        return self.soft, self.hard

    def set(self, kind: int, limits: tuple[int, int]) -> None:
        soft, hard = limits
        assert (kind, hard) == (resource.RLIMIT_NOFILE, self.hard)
        if soft > self.most or (soft == resource.RLIM_INFINITY and self.most != resource.RLIM_INFINITY):
            raise ValueError("current limit exceeds maximum limit")
        self.soft = soft


@pytest.mark.parametrize(
    ("limits", "soft"),
    [
        pytest.param(Limits(1024, 1_048_576, 1_048_576), 1_048_576, id="Linux"),
        pytest.param(Limits(256, resource.RLIM_INFINITY, OPEN_MAX), OPEN_MAX, id="macOS"),
        pytest.param(Limits(65_536, resource.RLIM_INFINITY, OPEN_MAX), 65_536, id="macOS, raised by hand"),
        pytest.param(Limits(1024, 4096, 1024), 1024, id="a system that takes no more"),
    ],
)
def test_as_many_files_are_allowed_as_the_system_takes(
    limits: Limits, soft: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resource, "getrlimit", limits.get)
    monkeypatch.setattr(resource, "setrlimit", limits.set)
    allow_many_sockets()
    assert limits.soft == soft
