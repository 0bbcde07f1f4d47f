"""`make chaos`. Ends with 1 where anything was lost, doubled, out of order or told to the wrong people."""

import argparse
import logging
import random
import sys
import time
from dataclasses import replace
from pathlib import Path

from lab.chaos import report
from lab.chaos.deadline import end_in_time
from lab.chaos.plan import PLANS, Plan
from lab.chaos.run import Say, run
from lab.servers.process import ServerError


def main() -> None:
    options = parse()
    plan = plan_of(options)
    print(f"Seed {plan.seed}: --seed {plan.seed} does the same again")
    end_in_time(plan.limit_seconds)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    try:
        outcome = run(plan, teller())
    except (FileNotFoundError, ServerError) as error:
        sys.exit(str(error))
    report.write(outcome, options.out)
    print(report.as_text(outcome))
    sys.exit(1 if outcome.findings.violations else 0)


def teller() -> Say:
    """A function that prints a text with the seconds since now."""
    begin = time.monotonic()
    return lambda what: print(f"{time.monotonic() - begin:6.1f} s  {what}", flush=True)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m lab.chaos", description=__doc__)
    parser.add_argument("--size", choices=PLANS, default="full", help="quick ends within three minutes")
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="WORD", help="only faults named so: worker, Redis, link, …"
    )
    parser.add_argument("--seed", type=int, help="what a run was begun with, to do the same again")
    parser.add_argument("--no-catch-up", action="store_true", help="with clients that never sync: losses must be found")
    parser.add_argument("--out", type=Path, default=Path("chaos.json"))
    return parser.parse_args()


def plan_of(options: argparse.Namespace) -> Plan:
    seed = random.randrange(1_000_000) if options.seed is None else options.seed
    plan = replace(PLANS[options.size], seed=seed, only=tuple(options.only))
    return plan.without_catching_up() if options.no_catch_up else plan


if __name__ == "__main__":
    main()
