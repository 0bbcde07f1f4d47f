"""REST calls of accounts: each view validates, calls a service, and answers."""
