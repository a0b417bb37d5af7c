"""`flotilla demo`: the main job on this machine, from an empty folder to an answer."""

from controlplane.cli.demo.command import command

__all__ = ["command"]
