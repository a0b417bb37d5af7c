"""REST v1: the same services as the console, for programs and the command line."""
