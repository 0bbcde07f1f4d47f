"""All faults, and the choice and order of a run's faults."""

import math
import random

from lab.chaos.faults import (
    clock,
    frozen_transaction,
    links,
    postgres,
    power,
    processes,
    rebuild,
    redis,
    restore,
    twice,
)
from lab.chaos.faults.fault import Fault
from lab.chaos.plan import Plan

FAULTS = (
    Fault("a worker is killed", processes.kill_worker),
    Fault("a worker is told to stop", processes.stop_worker),
    Fault("a worker is frozen while people are removed", processes.freeze_while_people_are_removed),
    Fault("a worker is frozen in a transaction", frozen_transaction.freeze_in_a_transaction),
    Fault("the clock of a worker is 40 s behind", clock.set_a_clock_back),
    Fault("Redis is killed and restarted", redis.lose_redis),
    Fault("Redis hangs", redis.hang_redis),
    Fault("people leave and come back without Redis", redis.move_people_without_redis),
    Fault("people change their own state without Redis", redis.change_own_state_without_redis),
    Fault("PostgreSQL is restarted", postgres.restart_postgres),
    Fault("backends are terminated while people come and go", postgres.terminate_backends),
    Fault("a room is locked", postgres.lock_a_room),
    Fault("the link of a worker to Redis swallows", links.cut_off_from_redis),
    Fault("the link of a worker to PostgreSQL swallows", links.cut_off_from_postgres),
    Fault("the link of nginx to a worker swallows", links.cut_off_from_nginx),
    Fault("every call is made twice", twice.make_every_call_twice),
    Fault("the index is rebuilt and killed", rebuild.rebuild_on_postgres),
    Fault("the index is rebuilt and killed under SQLite", rebuild.rebuild_on_sqlite),
    Fault("the power fails under SQLite", power.cut_the_power),
    Fault("a backup is restored", restore.restore_a_backup),
)


def planned(plan: Plan) -> list[Fault]:
    """The run's faults, in an order drawn from the seed. When the run has only a share of them, the seed chooses
    which."""
    named = [fault for fault in FAULTS if not plan.only or any(word in fault.name for word in plan.only)]
    share = 1.0 if plan.only else plan.share
    return random.Random(f"{plan.seed} faults").sample(named, math.ceil(len(named) * share))
