"""Whether searches find what a plain scan finds: `python -m benchmarks.search.recall [--messages 100000] [--queries 10000]`

Random words and phrases out of the messages, some of them cut, and some that are nowhere, on both databases. A miss or a
hit too many is printed, and the command fails.
"""

import argparse
import tempfile
from pathlib import Path

from benchmarks.search.site import DATABASES, filled, inside


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=10_000)
    parser.add_argument("--databases", nargs="+", choices=DATABASES, default=DATABASES)
    options = parser.parse_args()
    for database in options.databases:
        with (
            tempfile.TemporaryDirectory() as folder,
            filled(Path(folder), database, options.messages, every=1) as (site, _),
        ):
            print(f"{database}: {inside(site, 'compare', str(options.queries)).decode()}", flush=True)


if __name__ == "__main__":
    main()
