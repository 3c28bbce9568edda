"""Faults as types: each makes one French sentence from what it knows."""

import pickle
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rupfam_assistant.errors import (
    Busy,
    DamagedFile,
    DossierDeleted,
    Forbidden,
    IndexAway,
    InvalidDossier,
    NameTaken,
    NoAccount,
    NotADraft,
    NoToken,
    RupfamError,
    SignInFailed,
    TooHeavy,
    TooManyTries,
    UnknownDossier,
    UnknownGuest,
    UnknownVersion,
    UnreadableDossier,
    UnreadableFile,
    UntoldPartner,
    VersionConflict,
    WrongLogin,
)

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
FAULTS = (
    DamagedFile(Path("corpus/trame.toml")),
    UnreadableFile(Path("note.odt"), "est protégé par un mot de passe : enregistrez-en une copie sans protection"),
    InvalidDossier("Le dossier val.json", "n’est pas du JSON : exportez-le de nouveau ou corrigez-le"),
    NotADraft("est une note : donnez le projet de convention"),
    UnknownDossier(7),
    UnknownVersion(7, 2),
    DossierDeleted(7),
    UnreadableDossier(7, 2),
    TooHeavy(),
    Busy(),
    VersionConflict("zoé", NOON),
    VersionConflict("", NOON),
    IndexAway("http://127.0.0.1:8000"),
    Forbidden("lecteur"),
    WrongLogin(),
    NoToken(),
    TooManyTries(40),
    UnknownGuest("remi"),
    SignInFailed(),
    NoAccount("anne@caf.example"),
    NameTaken("anne"),
    VersionConflict("zoé", NOON, ("contraintes", "actions prévues, 1, pilote")),
)


@pytest.mark.parametrize("fault", FAULTS, ids=repr)
def test_a_fault_is_one_french_sentence_that_says_what_to_do(fault: RupfamError) -> None:
    what, colon, remedy = str(fault).partition(" : ")
    assert what[0].isupper() and colon and remedy.endswith(".")
    assert ". " not in str(fault)


def test_a_fault_crosses_to_another_process() -> None:
    assert list(map(str, pickle.loads(pickle.dumps(FAULTS)))) == list(map(str, FAULTS))


def test_every_type_of_fault_is_among_them() -> None:
    ours = {fault for fault in RupfamError.__subclasses__() if fault.__module__ == RupfamError.__module__}
    assert {*map(type, FAULTS), UntoldPartner} == ours


def test_who_a_kit_is_for_is_asked_after_what_is_wrong_with_what_was_told() -> None:
    assert str(UntoldPartner()).startswith("Dites qui est le partenaire en quelques mots, par exemple « ")
    assert (
        str(UntoldPartner("Un livret s’adresse à un organisme."))
        == f"Un livret s’adresse à un organisme. {UntoldPartner()}"
    )
