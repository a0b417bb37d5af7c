"""What the slots did: counted, summed up, and put where the link finds it."""
