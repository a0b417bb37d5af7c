"""Who shall run what: assignments in the database, signed as a TUF repository."""
