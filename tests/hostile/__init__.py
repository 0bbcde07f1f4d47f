"""What a hostile client sends to every call, form and frame there is; a new one is in these tests without anybody remembering it."""
