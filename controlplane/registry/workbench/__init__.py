"""A process that does one step of building a variant: quantize, evaluate, or forecast memory.

It runs apart from the control plane, because a hostile file or a bug in the engine may kill it, and
because its memory really returns when it ends. One task comes as JSON on standard input; messages
leave as JSON lines on standard output; the engine's log goes to standard error.
"""
