"""What the audit log says of files. A name is stored and never changes."""

ACTS = {
    "files.logo_changed": "Changed the site's logo",
    "files.logo_removed": "Removed the site's logo",
    "files.deleted": "Deleted a file",
}
