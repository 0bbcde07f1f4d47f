from tests.accounts.letters import mailbox

__all__ = ["mailbox"]
