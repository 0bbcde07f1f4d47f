"""Check what the server acknowledged of uploads."""

from collections.abc import Mapping, Sequence

from lab.chaos.checks.anomalies import Anomaly, Violation, Violations
from lab.chaos.checks.history import Acknowledged, Counted, Diary, Refused, UploadRefused, Wrote


def violations(diaries: Sequence[Diary]) -> Violations:
    for diary in diaries:
        yield from _offsets(diary)
        yield from _refusals(diary)
        yield from _carried(diary)


def _offsets(diary: Diary) -> Violations:
    """An offset that was acknowledged never goes back."""
    offsets: dict[str, int] = {}
    for entry in diary.entries:
        if isinstance(entry, Counted):
            before = offsets.get(entry.upload, 0)
            if entry.offset < before:
                what = f"the upload {entry.upload} was at {before} and is at {entry.offset}"
                yield Violation(Anomaly.LOST_WRITE, 0, what, diary.user)
            offsets[entry.upload] = entry.offset


def _refusals(diary: Diary) -> Violations:
    for entry in diary.entries:
        if isinstance(entry, UploadRefused):
            what = f"the upload {entry.upload or 'of a new file'} was refused as {entry.code}"
            yield Violation(Anomaly.LOST_WRITE, 0, what, diary.user)
        elif isinstance(entry, Refused) and entry.code == "file_not_found":
            what = f"{entry.nonce} was refused as {entry.code}, after its files were acknowledged"
            yield Violation(Anomaly.LOST_WRITE, entry.room, what, diary.user)


def _carried(diary: Diary) -> Violations:
    """The first acknowledged state of a message has the files that were sent, if nobody has changed it."""
    sent: Mapping[str, Wrote] = {entry.nonce: entry for entry in diary.entries if isinstance(entry, Wrote)}
    for entry in diary.entries:
        wrote = sent.get(entry.row.nonce) if isinstance(entry, Acknowledged) else None
        if isinstance(entry, Acknowledged) and wrote and wrote.text == entry.row.text:
            carried = len(entry.row.files)
            if entry.row.files != wrote.files:
                what = f"{entry.row.seq} carries {carried} files instead of the {len(wrote.files)} that were sent"
                yield Violation(Anomaly.LOST_WRITE, entry.room, what, diary.user)
