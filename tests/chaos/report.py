"""What a run tells: on the console, and in a file."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.chaos.checker import Findings
from tests.chaos.faults import Struck
from tests.chaos.findings import Kind
from tests.chaos.heard import longest
from tests.chaos.run import Outcome

SHOWN_OF_EACH_KIND = 5


def as_json(outcome: Outcome) -> dict[str, Any]:
    findings, plan = outcome.findings, outcome.plan
    return {
        "sent": findings.sent,
        "acknowledged": findings.acknowledged,
        **{str(kind): findings.count(kind) for kind in Kind},
        "longest_silence_s": round(longest(findings.silences), 1),
        "faults": [
            {
                "name": fault.name,
                "at": round(fault.at, 1),
                "seconds": round(fault.seconds, 1),
                "longest_silence_s": round(_silence(fault, findings), 1),
            }
            for fault in outcome.faults
        ],
        "refused": dict(findings.refused),
        "edited_or_deleted": findings.changed,
        "settled_s": outcome.settled_seconds and round(outcome.settled_seconds, 1),
        "clients": plan.clients,
        "rooms": plan.rooms,
        "workers": plan.workers,
        "seed": plan.seed,
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
        *((str(kind).replace("_", " "), findings.count(kind)) for kind in Kind),
        ("longest silence", f"{longest(findings.silences):.1f} s"),
        *(("", f"{_silence(fault, findings):.1f} s when {fault.name}") for fault in outcome.faults),
        ("tracebacks", f"{outcome.tracebacks} in the workers' logs"),
        ("settled", "never" if outcome.settled_seconds is None else f"after {outcome.settled_seconds:.1f} s"),
    ]
    return "\n".join([*(f"{name:>18}  {value}" for name, value in rows), *_examples(findings)])


def _counts(counter: Counter[str]) -> str:
    codes = ", ".join(f"{count} {code}" for code, count in counter.most_common())
    return f"{counter.total()}{f' ({codes})' if codes else ''}"


def _silence(fault: Struck, findings: Findings) -> float:
    return longest(findings.silences, fault.at, fault.at + fault.seconds)


def _examples(findings: Findings) -> Iterator[str]:
    for kind in Kind:
        found = [violation for violation in findings.violations if violation.kind == kind]
        yield from map(str, found[:SHOWN_OF_EACH_KIND])
        if len(found) > SHOWN_OF_EACH_KIND:
            yield f"{kind}: … and {len(found) - SHOWN_OF_EACH_KIND} more"
