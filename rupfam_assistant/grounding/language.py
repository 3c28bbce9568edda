"""What the grounding check knows of French, read from corpus/grounding.toml."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rupfam_assistant.errors import DamagedFile
from rupfam_assistant.grounding.faults import Actor, Condition, Contraries, named_words
from rupfam_assistant.grounding.relations import Relations
from rupfam_assistant.grounding.words import Lexicon, phrase_stems, read_lexicon, read_words
from rupfam_assistant.search.thesaurus import read_thesaurus
from rupfam_assistant.texts.documents import read_corpus


@dataclass(frozen=True)
class Language:
    """Words of one meaning, contraries, actors, words of force and scope, conditions, verbs with a direction, and the
    stems of both texts."""

    lexicon: Lexicon
    antonyms: tuple[Contraries, ...]
    actors: tuple[Actor, ...]
    forces: dict[str, tuple[str, ...]]
    scope: dict[str, tuple[str, ...]]
    conditions: tuple[Condition, ...]
    relations: Relations
    vocabulary: frozenset[str]


def read_language(corpus: Path) -> Language:
    """The language of corpus/grounding.toml, the thesaurus and the words of the texts; DamagedFile if it is wrong."""
    path = corpus / "grounding.toml"
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        thesaurus = read_thesaurus(corpus / "thesaurus.jsonl")
        return Language(
            lexicon=read_lexicon(_lists(told["synonyms"]), _split(told["light"]), _lists(told["forms"]), thesaurus),
            antonyms=tuple(_pair(line) for line in _lines(told["antonyms"])),
            actors=tuple(tuple(named_words(name) for name in names) for names in _lists(told["actors"])),
            forces={force: _split(forms) for force, forms in told["forces"].items()},
            scope={name: _split(forms) for name, forms in told["scope"].items()},
            conditions=tuple(
                Condition(*_marked(line), governs)
                for governs, lines in told["conditions"].items()
                for line in _lines(lines)
            ),
            relations=_relations(told["relations"]),
            vocabulary=frozenset(word.stem for document in read_corpus(corpus) for word in read_words(document.text)),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedFile(path) from error


def _relations(told: dict[str, Any]) -> Relations:
    causal, others = _lists(told["causal"]), _lists(told["verbs"])
    stems = tuple(tuple(stem for form in forms for stem in phrase_stems(form)) for forms in (*causal, *others))
    return Relations(stems, len(causal), _split(told["ends"]), _split(told["means"]))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.split("\n") if line.strip())


def _split(line: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in line.split(",") if word.strip())


def _lists(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(_split(line) for line in _lines(text))


def _pair(line: str) -> Contraries:
    left, right = line.split("|")
    return _split(left), _split(right)


def _marked(line: str) -> tuple[str, tuple[str, ...]]:
    mark, renderings = line.split("|")
    return mark.strip(), _split(renderings)
