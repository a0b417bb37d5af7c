"""The local HTTP API; imported when the first slot is filled, and not before."""
