"""What all pages of the admin have in common."""
