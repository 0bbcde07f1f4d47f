"""Writes: one function per verb, keyword-only; the only code that changes rows. What each publishes goes out after its commit."""
