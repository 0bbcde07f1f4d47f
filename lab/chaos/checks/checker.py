"""Compare the clients' histories with the database, and return what is wrong. It knows of nothing else."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from lab.chaos.checks import leaks, own_state, searches, shown, stored, uploads
from lab.chaos.checks.anomalies import Anomaly, Violation, Violations
from lab.chaos.checks.history import Acknowledged, Diary, Ended, Entered, Kept, Refused, Sought, Uploaded, Wrote
from lab.chaos.checks.silence import Silence, silences
from lab.chaos.world.database import Database


@dataclass(frozen=True)
class Findings:
    sent: int
    """Messages written."""
    acknowledged: int
    """Messages acknowledged."""
    refused: Counter[str]
    """Refused messages by code."""
    changed: int
    """Edits and deletions acknowledged."""
    moved: int
    """Requests that begin or end memberships, answered."""
    kept: int
    """Changes of own state acknowledged."""
    uploaded: int
    """Files whose upload was acknowledged."""
    sought: int
    """Searches answered."""
    silences: list[Silence]
    violations: list[Violation] = field(default_factory=list)
    listed: int = 0
    """Items that inboxes have in the end, each compared with what is stored."""

    @property
    def operations(self) -> int:
        """All acknowledged operations."""
        return self.acknowledged + self.changed + self.moved + self.kept + self.uploaded

    def count(self, anomaly: Anomaly) -> int:
        return Counter(violation.anomaly for violation in self.violations)[anomaly]


def check(diaries: Sequence[Diary], database: Database, begin: float, end: float) -> Findings:
    """Check a run in which people wrote from `begin` to `end`, in seconds since 1970."""
    entries = [entry for diary in diaries for entry in diary.entries]
    written = {entry.nonce for entry in entries if isinstance(entry, Wrote)}
    answers = [entry.row for entry in entries if isinstance(entry, Acknowledged)]
    acknowledged = {row.nonce for row in answers}
    return Findings(
        sent=len(written),
        acknowledged=len(acknowledged),
        refused=Counter(entry.code for entry in entries if isinstance(entry, Refused)),
        changed=sum(1 for _ in answers) - len(acknowledged),
        moved=sum(isinstance(entry, Entered | Ended) for entry in entries),
        kept=sum(isinstance(entry, Kept) for entry in entries),
        uploaded=len({entry.file for entry in entries if isinstance(entry, Uploaded)}),
        sought=sum(isinstance(entry, Sought) for entry in entries),
        silences=silences(diaries, begin, end),
        violations=list(_violations(diaries, database)),
    )


def _violations(diaries: Sequence[Diary], database: Database) -> Violations:
    yield from stored.violations(diaries, database)
    yield from leaks.violations(diaries)
    yield from own_state.violations(diaries, database)
    yield from uploads.violations(diaries)
    yield from searches.violations(diaries)
    for diary in diaries:
        yield from shown.violations(diary, database)
        yield from _unsettled(diary)


def _unsettled(diary: Diary) -> Violations:
    settled = {entry.row.nonce for entry in diary.entries if isinstance(entry, Acknowledged)}
    settled |= {entry.nonce for entry in diary.entries if isinstance(entry, Refused)}
    for entry in diary.entries:
        if isinstance(entry, Wrote) and entry.nonce not in settled:
            yield Violation(Anomaly.UNSETTLED, entry.room, f"{entry.nonce} was neither stored nor refused", diary.user)
