"""Executes assignments: journal first, then effect, then report; never without a way back."""
