"""What runs in the engine child: one loaded bundle, many requests, nothing else of the agent."""
