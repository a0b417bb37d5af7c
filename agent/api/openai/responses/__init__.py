"""`/v1/responses`: answers that this device remembers for a while."""
