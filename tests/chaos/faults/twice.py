"""Every call that changes something is made twice."""

from tests.chaos.faults.fault import Scene, Skipped
from tests.chaos.findings import Violation


def make_every_call_twice(scene: Scene) -> list[Violation]:
    raise Skipped("later")
