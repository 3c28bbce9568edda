"""How a command is told to argparse, in French."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

Group = argparse._ArgumentGroup | argparse._MutuallyExclusiveGroup
Run = Callable[[argparse.Namespace], None]
ON_STDOUT = "(par défaut : la sortie)"
"""Where a result goes when no file is named."""


class Parser(argparse.ArgumentParser):
    """A parser that tells a wrong usage in French, as argparse would tell it in English."""

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """The options; the exit code is 2 for words that no command takes."""
        options, unknown = self.parse_known_args(args, namespace)
        if unknown:
            self._refuse(f"« {' '.join(unknown)} » est de trop dans la commande")
        return options

    def error(self, message: str) -> NoReturn:
        """Ends with the usage, which tells what lacks."""
        self._refuse("La commande est incomplète, ou mal écrite")

    def _refuse(self, why: str) -> NoReturn:
        self.exit(2, f"{self.format_usage()}{why} : « {self.prog} --help » dit comment l’écrire.\n")


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"


def add_command(commands: Commands, name: str, run: Run, about: str) -> Group:
    """Adds a command; the group of its arguments."""
    return _added(commands, name, about, run=run)[1]


def add_family(commands: Commands, name: str, about: str) -> Commands:
    """Adds a command that is followed by another word, `rupfam users add`; the commands of these words."""
    return _added(commands, name, about)[0].add_subparsers(title="commandes", required=True, metavar="COMMANDE")


def add_path(group: Group, name: str, metavar: str, about: str) -> None:
    """Adds the path of a file to the arguments of a command."""
    group.add_argument(name, type=Path, metavar=metavar, help=about)


def add_flag(group: Group, name: str, about: str) -> None:
    """Adds an option that takes no value."""
    group.add_argument(name, action="store_true", help=about)


def _added(commands: Commands, name: str, about: str, **defaults: Run) -> tuple[Parser, Group]:
    parser = commands.add_parser(name, help=about, description=about, add_help=False)
    parser.set_defaults(**defaults)
    group = parser.add_argument_group("arguments")
    group.add_argument("-h", "--help", action="help", help="affiche cette aide")
    return parser, group
