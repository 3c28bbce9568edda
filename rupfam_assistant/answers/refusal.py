"""Refusals: when the texts do not tell, said so, with where to look and what they say nearby."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rupfam_assistant.answers.question import LONGEST
from rupfam_assistant.errors import DamagedFile

EMPTY = "Posez une question sur la circulaire ou sur la trame, par exemple : « Quel est le préavis pour dénoncer la convention ? »"
TOO_LONG = (
    f"Votre question est trop longue : ramenez-la à moins de {LONGEST:,} caractères, de préférence une phrase.".replace(
        ",", "\u202f"
    )
)
WELCOME = (
    "Je réponds, textes à l’appui, sur la circulaire et sur la trame de convention « ruptures familiales » : posez votre question,"
    " par exemple « Qui signe la convention départementale ? »"
)
FRENCH_PLEASE = "Les deux textes sont en français : posez votre question en français, par exemple « Quel est le préavis pour dénoncer la convention ? »"
NOWHERE = (
    "Ni la circulaire ni la trame ne répondent à cette question ; cherchez plutôt dans la convention-cadre nationale et ses annexes,"
    " ou demandez au comité des financeurs de votre territoire."
)


@dataclass(frozen=True)
class Absence:
    """Something known to be absent from both texts: `what` it is, `where` such a thing is usually found.

    `nearby` is whether what the texts say closest to it is worth telling.
    """

    what: str
    where: str
    nearby: bool = True


def read_absences(path: Path) -> dict[str, Absence]:
    """The curated list of corpus/absent.toml, by topic."""
    try:
        return {topic: Absence(**about) for topic, about in tomllib.loads(path.read_text(encoding="utf-8")).items()}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DamagedFile(path) from error


def refusal_sentence(topic: str, absences: Mapping[str, Absence]) -> str:
    """One sentence: that neither text gives it, and where it is usually found."""
    absence = absences.get(topic)
    if absence is None:
        return NOWHERE
    return f"Ni la circulaire ni la trame ne donnent {absence.what} ; {absence.where[0].lower()}{absence.where[1:]}"
