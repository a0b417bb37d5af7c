"""What the machine is and can do, as far as the agent can see for itself."""
