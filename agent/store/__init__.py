"""The agent's one database file: outbox, journal of deployments, trust floor, small facts."""
