"""What the grounding check knows of French, read from corpus/grounding.toml."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rupfam_assistant.errors import shipped
from rupfam_assistant.grounding.faults import Actor, Condition, Contraries, named_words
from rupfam_assistant.grounding.relations import Relations
from rupfam_assistant.grounding.words import Lexicon, phrase_stems, read_lexicon, read_words
from rupfam_assistant.search.thesaurus import read_thesaurus
from rupfam_assistant.texts.documents import read_corpus


@dataclass(frozen=True)
class Language:
    """What the check knows of words: by meaning, contrary, actor, force, scope, condition, direction; the texts'."""

    lexicon: Lexicon
    antonyms: Sequence[Contraries]
    actors: Sequence[Actor]
    forces: Mapping[str, Sequence[str]]
    scope: Mapping[str, Sequence[str]]
    conditions: Sequence[Condition]
    relations: Relations
    vocabulary: frozenset[str]


def read_language(corpus: Path) -> Language:
    """The language of corpus/grounding.toml, the thesaurus and the words of the texts; DamagedFile if it is wrong."""
    path = corpus / "grounding.toml"
    with shipped(path):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        causal, verbs = told["relations"].pop("causal"), told["relations"].pop("verbs")
        stems = [[stem for form in forms for stem in phrase_stems(form)] for forms in (*causal, *verbs)]
        thesaurus = read_thesaurus(corpus / "thesaurus.jsonl")
        return Language(
            lexicon=read_lexicon(told["synonyms"], told["light"], told["forms"], thesaurus),
            actors=[tuple(map(named_words, names)) for names in told["actors"]],
            conditions=[
                Condition(line[0], line[1], how) for how, lines in told["conditions"].items() for line in lines
            ],
            relations=Relations(stems, len(causal), **told["relations"]),
            vocabulary=frozenset(word.stem for document in read_corpus(corpus) for word in read_words(document.text)),
            **{name: told[name] for name in ("antonyms", "forces", "scope")},
        )
