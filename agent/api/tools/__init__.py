"""Tool calls: which way a model writes them, how to read them, and how to insist on them. Pure."""
