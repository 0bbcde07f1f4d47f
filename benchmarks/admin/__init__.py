"""How long the admin's pages take on a large site."""
