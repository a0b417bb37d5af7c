"""What the engine's benchmark is made of: a model, servers, a cheap client, prompts."""
