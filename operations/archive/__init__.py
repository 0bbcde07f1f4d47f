"""The backup file: an uncompressed tar of the database, the keys, and a manifest that names what both are."""
