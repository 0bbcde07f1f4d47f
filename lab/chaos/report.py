"""Report a run on the console and in a file."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lab.chaos.checks.anomalies import SUMS, Anomaly
from lab.chaos.checks.checker import Findings
from lab.chaos.checks.silence import longest
from lab.chaos.faults.fault import Struck
from lab.chaos.run import Outcome

SHOWN_OF_EACH = 5


def as_json(outcome: Outcome) -> dict[str, Any]:
    findings, plan = outcome.findings, outcome.plan
    return {
        "sent": findings.sent,
        "acknowledged": findings.acknowledged,
        "operations": findings.operations,
        **{name: sum(map(findings.count, kinds)) for name, kinds in SUMS.items()},
        **{str(anomaly): findings.count(anomaly) for anomaly in Anomaly},
        "longest_silence_s": round(longest(findings.silences), 1),
        "faults": [
            {
                "name": fault.name,
                "at": round(fault.at, 1),
                "seconds": round(fault.seconds, 1),
                "longest_silence_s": round(_silence(fault, findings), 1),
                "recovery_s": round(fault.recovery_seconds, 1),
                "skipped": fault.skipped,
            }
            for fault in outcome.faults
        ],
        "refused": dict(findings.refused),
        "edited_or_deleted": findings.changed,
        "memberships_moved": findings.moved,
        "own_state_changed": findings.kept,
        "files_uploaded": findings.uploaded,
        "searches": findings.sought,
        "inbox_items": findings.listed,
        "settled_s": outcome.settled_seconds and round(outcome.settled_seconds, 1),
        "clients": plan.clients,
        "rooms": plan.rooms,
        "workers": plan.workers,
        "seed": plan.seed,
        "planned": outcome.planned,
        "tracebacks": outcome.tracebacks,
        "tried_again": dict(outcome.troubles.most_common()),
    }


def write(outcome: Outcome, path: Path) -> None:
    path.write_text(json.dumps(as_json(outcome), indent=2) + "\n")


def as_text(outcome: Outcome) -> str:
    findings = outcome.findings
    rows = [
        ("sent", findings.sent),
        ("acknowledged", findings.acknowledged),
        ("refused", _counts(findings.refused)),
        ("edited or deleted", findings.changed),
        ("memberships moved", findings.moved),
        ("own state changed", findings.kept),
        ("files uploaded", findings.uploaded),
        ("searches", findings.sought),
        ("inbox items", findings.listed),
        ("operations", f"{findings.operations:,} acknowledged"),
        *((str(anomaly).replace("_", " "), findings.count(anomaly)) for anomaly in Anomaly),
        ("longest silence", f"{longest(findings.silences):.1f} s"),
        *(("", _of(fault, findings)) for fault in outcome.faults),
        ("planned", outcome.planned),
        ("tracebacks", f"{outcome.tracebacks} in the workers' logs"),
        ("settled", "never" if outcome.settled_seconds is None else f"after {outcome.settled_seconds:.1f} s"),
    ]
    return "\n".join([*(f"{name:>18}  {value}" for name, value in rows), *_examples(findings)])


def _of(fault: Struck, findings: Findings) -> str:
    if fault.skipped:
        return f"{fault.name}: skipped, {fault.skipped}"
    return f"{_silence(fault, findings):.1f} s, {fault.recovery_seconds:.1f} s until whole: {fault.name}"


def _counts(counter: Counter[str]) -> str:
    codes = ", ".join(f"{count} {code}" for code, count in counter.most_common())
    return f"{counter.total()}{f' ({codes})' if codes else ''}"


def _silence(fault: Struck, findings: Findings) -> float:
    return longest(findings.silences, fault.at, fault.at + fault.seconds)


def _examples(findings: Findings) -> Iterator[str]:
    for anomaly in Anomaly:
        found = [violation for violation in findings.violations if violation.anomaly == anomaly]
        yield from map(str, found[:SHOWN_OF_EACH])
        if len(found) > SHOWN_OF_EACH:
            yield f"{anomaly}: … and {len(found) - SHOWN_OF_EACH} more"
