"""The program that decodes pictures, in a process of its own: `python -m files.inspection.pictures`. It imports no
Django, so that it starts at once."""
