"""The command line: each command reads its arguments, calls one function, prints, and gives an exit code."""

from pipeline.cli import build, commands
from pipeline.cli.group import main

__all__ = ["build", "commands", "main"]
