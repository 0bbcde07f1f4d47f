"""What a run tells: on the console, and in a file."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.chaos.checker import Findings
from tests.chaos.findings import Kind
from tests.chaos.run import Outcome

SHOWN_OF_EACH_KIND = 5


def as_json(outcome: Outcome) -> dict[str, Any]:
    findings, plan = outcome.findings, outcome.plan
    return {
        "sent": findings.sent,
        "acknowledged": findings.acknowledged,
        **{str(kind): findings.count(kind) for kind in Kind},
        "longest_silence_s": round(findings.longest_silence, 1),
        "faults": [
            {"name": fault.name, "at": round(fault.at, 1), "seconds": round(fault.seconds, 1)}
            for fault in outcome.faults
        ],
        "refused": findings.refused,
        "edited_or_deleted": findings.changed,
        "settled_s": outcome.settled_seconds and round(outcome.settled_seconds, 1),
        "clients": plan.clients,
        "rooms": plan.rooms,
        "workers": plan.workers,
        "seed": plan.seed,
        "tried_again": dict(outcome.troubles.most_common()),
    }


def write(outcome: Outcome, path: Path) -> None:
    path.write_text(json.dumps(as_json(outcome), indent=2) + "\n")


def as_text(outcome: Outcome) -> str:
    findings = outcome.findings
    rows = [
        ("sent", findings.sent),
        ("acknowledged", findings.acknowledged),
        ("refused", f"{findings.refused} (the author had left the room)"),
        ("edited or deleted", findings.changed),
        *((str(kind).replace("_", " "), findings.count(kind)) for kind in Kind),
        ("longest silence", f"{findings.longest_silence:.1f} s"),
        ("settled", "never" if outcome.settled_seconds is None else f"after {outcome.settled_seconds:.1f} s"),
    ]
    return "\n".join([*(f"{name:>18}  {value}" for name, value in rows), *_examples(findings)])


def _examples(findings: Findings) -> Iterator[str]:
    for kind in Kind:
        found = [violation for violation in findings.violations if violation.kind == kind]
        yield from map(str, found[:SHOWN_OF_EACH_KIND])
        if len(found) > SHOWN_OF_EACH_KIND:
            yield f"{kind}: … and {len(found) - SHOWN_OF_EACH_KIND} more"
