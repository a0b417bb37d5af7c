"""The control plane: registry, director, rollouts, console."""
