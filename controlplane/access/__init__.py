"""Who may ask: the admin token, sessions of the console, and what an actor may do."""
