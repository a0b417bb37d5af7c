"""Hostile bytes against everything that reads them: some in the tests, more on request."""
