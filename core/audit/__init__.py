"""The log of acts: who did what, on whom, from where and why. It is written in the transaction of the act, and only added to.

An app declares its acts in its `acts.py` and names them in its AppConfig (`acts = ("chat.acts.ACTS",)`). A service calls
`core.audit.recording.record(...)`. docs/decisions/data/audit.md has the reasons.
"""
