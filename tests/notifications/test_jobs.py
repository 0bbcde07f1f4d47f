"""What waits for other servers says so. Else mail and pushes that hang would take all threads, and nobody would be told."""

from core.jobs.registry import declared

OURS = ("accounts.", "notifications.")
TO_OTHER_SERVERS = {
    "accounts.mail",
    "notifications.letter",
    "notifications.push",
    "notifications.push_again",
    "notifications.push_crowd",
    "notifications.push_page",
}


def test_what_waits_for_other_servers() -> None:
    assert {
        kind.name for kind in declared().values() if kind.in_network and kind.name.startswith(OURS)
    } == TO_OTHER_SERVERS
