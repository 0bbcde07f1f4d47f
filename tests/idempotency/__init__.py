"""Every call that changes something, sent twice."""
