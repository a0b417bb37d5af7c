"""Ollama's API, `/api/*`, over the same slots."""
