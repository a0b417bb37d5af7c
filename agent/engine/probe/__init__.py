"""Measures what this machine's engines can do, in a process of its own.

`python -m agent.engine.probe` reads a request as JSON on standard input and writes one JSON answer:
the compute devices that the engines list, and how fast their kernels are. The very libraries that
serve are asked, and the core of the agent never loads them.
"""
