"""The fleet's devices: enrollment, inventory, presence, capabilities; the CA that names them."""
