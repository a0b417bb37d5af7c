"""From a constraint as it is asked for to a grammar that llguidance compiles."""
