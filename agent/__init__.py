"""The agent: what runs on each machine of the fleet."""
