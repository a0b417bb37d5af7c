"""What devices measured while serving, kept for a while."""
