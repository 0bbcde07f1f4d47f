"""How often somebody may do something, and what widens it in the environment."""

from core.environment import Environment

WIDE = "10000000/min"

# Calls from one IP address. RATE_SIGN_IN=60/min in the environment widens the first, and so on.
CALLS = {
    "sign_in": "30/min",
    "register": "20/hour",
    "setup": "10/min",
    "refresh": "600/min",
    "mail": "20/hour",
    # By links in letters. The servers of a large provider of mail do it for all of its customers.
    "unsubscribe": "600/min",
}
# Of one account, wherever it is used from, and where that is said from one IP address (`here`) or from a device that was signed in
# before (`device`): failed sign-ins, refreshes of one session, changes, messages, chunks of uploads, frames and calls that look
# something up, sockets that open. ACCOUNT_RATE_CHANGE=600/10s in the environment widens one, ACCOUNT_RATE_SIGN_IN_HERE and _DEVICE
# the others.
ACCOUNTS = {
    "sign_in": {"here": "10/10min", "anywhere": "100/hour", "device": "10/10min"},
    "refresh": {"anywhere": "120/min"},
    "change": {"anywhere": "60/10s"},
    "message": {"anywhere": "1000/5s"},
    # In characters, of texts with an @ that take a while to be read: thirty of the longest.
    "long_text": {"anywhere": "300000/10s"},
    "lookup": {"anywhere": "600/10s"},
    # A search begins while somebody types.
    "search": {"anywhere": "60/10s"},
    # Uploads begun, and their chunks.
    "upload": {"anywhere": "600/10s"},
    "socket": {"anywhere": "600/min"},
    # Files and parts of them: a room of 200 pictures takes as many.
    "file": {"anywhere": "3000/min"},
    # Other people put into rooms: by one person, and by one person of one other, new direct rooms among them.
    "add_people": {"anywhere": "5000/hour"},
    "add_person": {"anywhere": "50/day"},
    "create_room": {"anywhere": "1000/hour"},
    "open_direct": {"anywhere": "300/hour"},
    # Messages, people and rooms reported to those who decide.
    "reports": {"anywhere": "30/hour"},
    # Devices that begin to take pushes, and tests of them: each asks another server.
    "push": {"anywhere": "60/hour"},
    # To the site and to rooms.
    "invite": {"anywhere": "300/hour"},
    # In KiB of answers: far more than somebody takes who scrolls through a whole history, and little for a machine.
    "read": {"anywhere": "100000/min"},
}


def call_rates(env: Environment, limits: str) -> dict[str, str]:
    """The rates of CALLS, by scope. `limits`: "wide" where developing, tests and benchmarks do far more than anybody on a real site."""
    return {
        scope: env.rate(f"RATE_{scope.upper()}", WIDE if limits == "wide" else rate) for scope, rate in CALLS.items()
    }


def account_rates(env: Environment, limits: str) -> dict[str, dict[str, str]]:
    """The rates of ACCOUNTS, by scope and by where it is said."""
    return {
        scope: {
            where: env.rate(
                f"ACCOUNT_RATE_{scope}_{where}".removesuffix("_anywhere").upper(), WIDE if limits == "wide" else rate
            )
            for where, rate in rates.items()
        }
        for scope, rates in ACCOUNTS.items()
    }
