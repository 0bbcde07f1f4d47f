"""Durable work that outlives a request: a job is a row, written in the transaction of what caused it.

An app declares its job types in its `jobs.py` and names them in its AppConfig (`jobs = (MAIL,)`). A service calls
`core.jobs.queue.enqueue(MAIL, {...})`; the handler that the type names runs it. docs/decisions/jobs.md has the reasons.
"""
