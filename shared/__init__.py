"""Words that the agent and the control plane must spell alike: contracts and values, no I/O."""
