"""A backup is taken while people write, and brought back."""

from tests.chaos.faults.fault import Scene, Skipped
from tests.chaos.findings import Violation


def restore_a_backup(scene: Scene) -> list[Violation]:
    raise Skipped("there is no such command")
