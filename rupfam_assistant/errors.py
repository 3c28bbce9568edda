"""Faults that the user can mend, as types: each makes its French sentence, what, which file, what to do, from what it
knows.

RupfamError
├── DamagedFile       a file of the program, missing or not what it was
├── UnreadableFile    a file of the user that is not read, and why
├── NotADraft         a document given for a draft of the convention is none
├── UntoldPartner     nothing tells who a welcome kit is for
├── InvalidDossier    a record that is no dossier, and the field at fault
├── UnknownDossier
├── UnknownVersion
├── DossierDeleted
└── VersionConflict   somebody saved first
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


class RupfamError(Exception):
    """A foreseeable fault; its text is one French sentence, shown as it is by the command line and the page."""


@dataclass(eq=False)
class DamagedFile(RupfamError):
    """A file that ships with the program cannot be read, or is not what the program knows."""

    path: Path
    why: str = "manque ou est abîmé"

    def __str__(self) -> str:
        return f"Le fichier {self.path} {self.why} : réinstallez le programme ou rétablissez ce fichier."


@dataclass(eq=False)
class UnreadableFile(RupfamError):
    """A file that the user gives cannot be read: its path, or how the user knows it; `why` says what is wrong and what
    to do."""

    file: Path | str
    why: str

    def __str__(self) -> str:
        return f"Le fichier {self.file} {self.why}."


@dataclass(eq=False)
class NotADraft(RupfamError):
    """A document given for a draft of the convention is none; `why` says what it is, and what to do."""

    why: str

    def __str__(self) -> str:
        return f"Ce document {self.why}."


SAY_WHO = (
    "Dites qui est le partenaire en quelques mots, par exemple « MSA », « espace de rencontre »"
    " ou « juge aux affaires familiales »."
)


@dataclass(eq=False)
class UntoldPartner(RupfamError):
    """Nothing tells who a welcome kit is for; `why` says, as a sentence, what is wrong with what was told, if anything was."""

    why: str = ""

    def __str__(self) -> str:
        return f"{self.why} {SAY_WHO}".strip()


@dataclass(eq=False)
class InvalidDossier(RupfamError):
    """A record is no dossier. `called` is how the sentence begins ("Le dossier x.json"), `why` what is wrong and what
    to do."""

    called: str
    why: str

    def __str__(self) -> str:
        return f"{self.called} {self.why}."


@dataclass(eq=False)
class UnknownDossier(RupfamError):
    """No dossier has this number."""

    dossier: int

    def __str__(self) -> str:
        return f"Le dossier {self.dossier} n’existe pas : choisissez-en un dans la liste."


@dataclass(eq=False)
class UnknownVersion(RupfamError):
    """A dossier has no version of this number."""

    dossier: int
    number: int

    def __str__(self) -> str:
        return (
            f"Le dossier {self.dossier} n’a pas de version {self.number} :"
            " choisissez-en une dans la liste de ses versions."
        )


@dataclass(eq=False)
class DossierDeleted(RupfamError):
    """A dossier was taken off the list, and may be brought back."""

    dossier: int

    def __str__(self) -> str:
        return (
            f"Le dossier {self.dossier} a été supprimé :"
            " rétablissez-le, ou gardez votre saisie dans un nouveau dossier."
        )


@dataclass(eq=False)
class VersionConflict(RupfamError):
    """Somebody ("" when nobody is named) saved a dossier since the version that was read; nothing was overwritten."""

    author: str
    saved_at: datetime

    def __str__(self) -> str:
        here = self.saved_at.astimezone()
        who = f"par {self.author}" if self.author else "depuis une autre fenêtre"
        return (
            f"Ce dossier a été enregistré {who} le {here:%d/%m/%Y} à {here:%H}\u00a0h\u00a0{here:%M}, après votre dernière"
            " lecture, et rien n’a été écrasé : reprenez cette version, ou gardez la vôtre dans une copie."
        )
