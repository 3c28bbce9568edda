"""`rupfam backup` and `rupfam restore`: all that is kept, copied and put back."""

import argparse
import sys

from rupfam_assistant.cli.parsing import Commands, add_command, add_path
from rupfam_assistant.settings import read_settings


def add_keeping(commands: Commands) -> None:
    """Adds both commands."""
    about = "Copie tout ce qui est gardé dans un nouveau dossier, pendant que la page sert."
    add_path(add_command(commands, "backup", _back_up, about), "folder", "DOSSIER", "le dossier à faire")
    about = "Remet tout ce qu’une sauvegarde contient, à la place de ce qui est là."
    add_path(add_command(commands, "restore", _restore, about), "folder", "DOSSIER", "le dossier de la sauvegarde")


def _back_up(options: argparse.Namespace) -> None:
    from rupfam_assistant.storage.backup import back_up

    rows = back_up(read_settings(), options.folder)
    sys.stdout.write(f"Sauvegarde faite dans {options.folder} : {rows} lignes de la base, documents et réglages.\n")


def _restore(options: argparse.Namespace) -> None:
    from rupfam_assistant.storage.backup import restore

    rows = restore(read_settings(), options.folder)
    told = f"Sauvegarde remise : {rows} lignes de la base, documents et réglages"
    sys.stdout.write(f"{told}. Rechargez les pages ouvertes.\n")
