"""The command line, `rupfam`: the commands, a file a room where they are many."""

from rupfam_assistant.cli.commands import main, run

__all__ = ["main", "run"]
