"""Faults that the user can mend, as types: each tells what is wrong, in which file, what to do, from what it knows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


class RupfamError(Exception):
    """A foreseeable fault; its text is one French sentence, shown as it is by the command line and the page."""

    says = ""
    """The sentence of all the faults of a type, their fields in braces."""

    def __str__(self) -> str:
        return self.says.format_map(vars(self)) if self.says else super().__str__()


@dataclass(eq=False)
class DamagedFile(RupfamError):
    """A file that ships with the program cannot be read, or is not what the program knows."""

    path: Path
    why: str = "manque ou est abîmé"
    says = "Le fichier {path} {why} : réinstallez le programme ou rétablissez ce fichier."


@contextmanager
def shipped(path: Path, why: str = DamagedFile.why) -> Iterator[None]:
    """DamagedFile for whatever goes wrong while a file that ships is read, and understood."""
    try:
        yield
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedFile(path, why) from error


@dataclass(eq=False)
class UnreadableFile(RupfamError):
    """A file of the user cannot be read: its path or what it is called; `why` says what is wrong and what to do."""

    file: Path | str
    why: str
    says = "Le fichier {file} {why}."


class TooHeavy(RupfamError):
    """Work on a file took more time or memory than it may, or ended badly."""

    says = "Ce fichier demande trop de travail, ou est abîmé : donnez-en le texte seul."


@dataclass(eq=False)
class IndexAway(RupfamError):
    """The server of the index does not answer, or does not have all that is searched yet."""

    url: str
    says = "Le serveur de l’index {url} ne répond pas : vérifiez qu’il tourne et que RUPFAM_INDEX_URL est juste."


class Busy(RupfamError):
    """Other files are being worked on, as many as may be at once."""

    says = "D’autres fichiers sont en cours de traitement : le vôtre attend son tour, réessayez dans un instant."


@dataclass(eq=False)
class NotADraft(RupfamError):
    """A document given for a draft of the convention is none; `why` says what it is, and what to do."""

    why: str
    says = "Ce document {why}."


@dataclass(eq=False)
class UntoldPartner(RupfamError):
    """Nothing tells who a welcome kit is for; `why`, a sentence, says what is wrong with what was told, if anything."""

    why: str = ""

    def __str__(self) -> str:
        return f"{self.why} {SAY_WHO}".strip()


EXAMPLES = "« MSA », « espace de rencontre » ou « juge aux affaires familiales »"
SAY_WHO = f"Dites qui est le partenaire en quelques mots, par exemple {EXAMPLES}."


@dataclass(eq=False)
class InvalidDossier(RupfamError):
    """A record is no dossier. `called` is how the sentence begins ("Le dossier x.json"), `why` what to do."""

    called: str
    why: str
    says = "{called} {why}."


@dataclass(eq=False)
class UnknownDossier(RupfamError):
    """No dossier has this number."""

    dossier: int
    says = "Le dossier {dossier} n’existe pas : choisissez-en un dans la liste."


@dataclass(eq=False)
class UnknownVersion(RupfamError):
    """A dossier has no version of this number."""

    dossier: int
    number: int
    says = "Le dossier {dossier} n’a pas de version {number} : choisissez-en une dans la liste de ses versions."


@dataclass(eq=False)
class UnreadableDossier(RupfamError):
    """What is kept of a dossier is damaged, or too large to be worked on; the list still exports it as it is."""

    dossier: int
    number: int
    says = (
        "La version {number} du dossier {dossier} ne peut pas être lue : exportez-la telle quelle depuis la liste,"
        " puis reprenez le fichier corrigé."
    )


@dataclass(eq=False)
class DossierDeleted(RupfamError):
    """A dossier was taken off the list, and may be brought back."""

    dossier: int
    says = "Le dossier {dossier} a été supprimé : rétablissez-le, ou gardez votre saisie dans un nouveau dossier."


MOST_TOLD = 4
"""The fields told of a conflict."""


@dataclass(eq=False)
class VersionConflict(RupfamError):
    """Somebody ("" when nobody is named) saved other values of some `fields`, by their labels, meanwhile."""

    author: str
    saved_at: datetime
    fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        here = self.saved_at.astimezone()
        who = f"par {self.author}" if self.author else "depuis une autre fenêtre"
        told = "\u00a0; ".join((*self.fields[:MOST_TOLD], *("…" for _ in self.fields[MOST_TOLD : MOST_TOLD + 1])))
        what = f" (vous avez tous deux changé\u00a0: {told})" if told else ""
        return (
            f"Ce dossier a été enregistré {who} le {here:%d/%m/%Y} à {here:%H}\u00a0h\u00a0{here:%M}, après votre"
            f" dernière lecture{what}, et rien n’a été écrasé : reprenez cette version, ou gardez la vôtre dans une"
            " copie."
        )


@dataclass(eq=False)
class Forbidden(RupfamError):
    """Somebody asks for what its role does not do."""

    role: str
    says = "Votre rôle ({role}) ne permet pas cette action : demandez-la à un référent de votre caisse."


@dataclass(eq=False)
class UnknownGuest(RupfamError):
    """A dossier is to be shown to nobody of another office."""

    name: str
    says = "Personne d’une autre caisse ne s’appelle ici « {name} » : demandez-lui son nom d’utilisateur."


@dataclass(eq=False)
class NameTaken(RupfamError):
    """An office, or a user, has this name."""

    name: str
    says = "Le nom « {name} » est déjà pris : choisissez-en un autre."


class WrongLogin(RupfamError):
    """A name and a password that do not go together, or an account that is closed."""

    says = "Identifiants incorrects : vérifiez le nom, puis retapez le mot de passe."


class NoToken(RupfamError):
    """A program shows no token, or one that is not known or was revoked."""

    says = "Ce jeton manque, n’est pas connu ou a été révoqué : demandez-en un à un référent de votre caisse."


@dataclass(eq=False)
class TooManyTries(RupfamError):
    """Too many wrong passwords were given; nothing is tried before some seconds."""

    seconds: int
    says = "Trop d’essais : attendez {seconds} secondes, puis recommencez."


class SignInFailed(RupfamError):
    """The provider of identities does not answer, or not as it must."""

    says = (
        "La connexion par votre organisme n’a pas abouti : recommencez ; si cela dure, dites-le à l’administrateur de"
        " cette page."
    )


@dataclass(eq=False)
class NoAccount(RupfamError):
    """The provider of identities let somebody in for whom no office made an account."""

    name: str
    says = (
        "Aucun compte n’est ouvert ici pour {name} : demandez à l’administrateur de cette page d’en créer un à ce nom"
        " dans votre caisse."
    )
