"""The OpenAI wire format over the slots."""
