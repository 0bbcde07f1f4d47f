"""The log's acts on itself."""

ACTS = {
    "audit.erased": "Erased a person from the audit log",
    "audit.exported": "Exported the audit log",
    "audit.pruned": "Removed old entries of the audit log",
}
