"""The libraries that evaluate models, behind one small protocol."""
