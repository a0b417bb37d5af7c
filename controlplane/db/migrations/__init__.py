"""Migrations: Alembic's environment, and one module per step in `versions`."""
