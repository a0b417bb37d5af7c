"""The agent: what runs on each machine of the fleet."""

VERSION = "0.1.0"
