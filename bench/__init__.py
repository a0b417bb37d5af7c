"""What we measure ourselves against, each on a machine that names itself."""
