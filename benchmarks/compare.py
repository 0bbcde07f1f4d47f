"""What the working tree costs beside another commit: `python -m benchmarks.compare COMMIT [--quick] [--measures fanout sends …]`

Both are measured by the benchmarks of their own checkout, in turns, on this machine: BASE, here, here, BASE, and so on, so that neither
always has the warmer machine.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.bench import say
from benchmarks.checkout import CannotCheckOut, Checkout, here, of_commit
from benchmarks.reporting.verdicts import Values, as_text, rows_of, values_of
from benchmarks.results import Results
from benchmarks.run import MEASURES

FULL_MEASURES = ("fanout", "sends", "connects", "idle", "workers", "history")
QUICK_MEASURES = ("fanout", "sends", "connects")
FULL_TURNS, QUICK_TURNS = 6, 2
ROUNDS = 2
TURN_SECONDS = 1_200


class TurnFailed(Exception):
    """With what the benchmarks said last."""


def compare(commit: str, measures: list[str], turns: int, rounds: int, *, quick: bool) -> str:
    with tempfile.TemporaryDirectory(prefix="irori-compare-") as folder:
        base, ours = of_commit(commit, Path(folder, "base")), here()
        found: dict[str, list[Values]] = {base.name: [], ours.name: []}
        for turn in range(turns):
            for checkout in (base, ours) if turn % 2 == 0 else (ours, base):
                out = Path(folder, f"{turn}-{checkout.name.replace('/', '-')}")
                say(f"Turn {turn + 1} of {turns}: {checkout.name}")
                found[checkout.name].append(measured(checkout, out, measures, rounds, quick=quick))
        rows = rows_of(found[base.name], found[ours.name])
        return f"BASE is {commit}; {turns} turns of each; lower is better.\n{as_text(rows)}"


def measured(checkout: Checkout, out: Path, measures: list[str], rounds: int, *, quick: bool) -> Values:
    """One turn. Raises TurnFailed."""
    part = ["--rounds", str(rounds), "--measures", *measures, "--servers", "irori", "--out", str(out)]
    command = [checkout.python, "-m", "benchmarks.run", *(["--quick"] if quick else []), *part]
    ours = ("IRORI_STATE", "DJANGO_SETTINGS_MODULE")
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    with subprocess.Popen(
        command, cwd=checkout.folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as run:
        try:
            _, said = run.communicate(timeout=TURN_SECONDS)
        except BaseException:
            run.send_signal(signal.SIGTERM)  # it stops its servers then
            raise
    results = Results.read(out / "results.json") if run.returncode == 0 else None
    if results is None or results.failures:
        raise TurnFailed(f"{checkout.name} could not be measured: {said.strip()[-1_000:]}")
    return values_of(results)


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare the working tree with another commit.")
    parser.add_argument("commit")
    parser.add_argument("--quick", action="store_true", help="fewer, shorter turns of what is asked most")
    parser.add_argument("--measures", nargs="+", choices=MEASURES)
    parser.add_argument("--turns", type=int, help="of each checkout")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="of each measure in a turn")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    measures = options.measures or list(QUICK_MEASURES if options.quick else FULL_MEASURES)
    turns = options.turns or (QUICK_TURNS if options.quick else FULL_TURNS)
    try:
        print(compare(options.commit, measures, turns, options.rounds, quick=options.quick))
    except (CannotCheckOut, TurnFailed) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
