"""One order."""

import asyncio
import resource
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import uvloop

from benchmarks import orders
from benchmarks.load import ceiling, connects, fanout, idle, latency, listening, reads, sends, steady

# No order takes longer: the runner would have given up.
LIMIT_SECONDS = 150

WORK: dict[type, Callable[[Any], Awaitable[Any]]] = {
    orders.Fanout: fanout.work,
    orders.Latency: latency.work,
    orders.Sends: sends.work,
    orders.Reads: reads.work,
    orders.Steady: steady.work,
    orders.Connects: connects.work,
    orders.Idle: idle.work,
    orders.Ceiling: ceiling.work,
    orders.Listen: listening.work,
}


async def carry_out(order: orders.Order) -> Any:
    """Whatever goes wrong in a callback ends the order: a figure without one of its sockets would be no figure."""
    async with asyncio.timeout(LIMIT_SECONDS):
        work = asyncio.ensure_future(WORK[type(order)](order))
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: fail(work, context))
        return await work


def fail(work: "asyncio.Future[Any]", context: dict[str, Any]) -> None:
    print(context["message"], context.get("exception") or "", file=sys.stderr)
    work.cancel()


def main() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    order: orders.Order = msgspec.json.decode(sys.stdin.buffer.read(), type=orders.Order)
    try:
        found = uvloop.run(carry_out(order))
    except (Exception, asyncio.CancelledError) as failure:
        error: BaseException = failure
        while isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]  # one of the sockets speaks for all
        sys.exit(f"{type(error).__name__}: {error}")
    sys.stdout.buffer.write(msgspec.json.encode(found))


if __name__ == "__main__":
    main()
