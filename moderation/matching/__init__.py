"""Words and links in a text: pure functions, which know no row and no room."""
