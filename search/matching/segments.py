"""A message as the index holds it: RECORD, time, marks, TEXT, folded text, NAMES, folded file names.

The time is that of sending, in microseconds since 1970, hexadecimal. Marks are what filters ask for: `a12` (author),
`m12` (mentions person 12), `m*` (mentions everybody), `link`, `file`, `image`, `reaction`, `pin`, `thread`. There is a
space before and after each mark. The separators are control characters, which no folded text has: it has one space for
each white space.
"""

RECORD, TEXT, NAMES = "\x1e", "\x1f", "\x1d"
