"""One local, unsigned model served without a fleet: the quickest way to try the engine."""
