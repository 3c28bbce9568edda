"""Everything that is trained or calibrated, from the data of corpus/ and the pretrained base, by one command."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from random import Random

from rupfam_assistant.answers.knowledge import Knowledge, read_knowledge
from rupfam_assistant.answers.reading import HALVES, SECOND, Reader
from rupfam_assistant.answers.sides import CLOSED, SIDE, Sides
from rupfam_assistant.french.lists import read_json_lines
from rupfam_assistant.grounding.claims import entails_by, read_language
from rupfam_assistant.search.cards import AttachedQuestion, read_questions
from rupfam_assistant.search.encoder import PAIRS, SHIPPED, Encoder, TextKind
from rupfam_assistant.search.index import sentence_text
from rupfam_assistant.search.logistic import Weights, told_weights, weights_of, write_models
from rupfam_assistant.search.matching import FEATURES, Matcher, alike_cards, asked_texts, matched_texts
from rupfam_assistant.search.pairs import PairReader
from rupfam_assistant.settings import Settings
from rupfam_assistant.texts.added import read_added
from rupfam_assistant.training import taught
from rupfam_assistant.training.base import find_base, french_texts, kept_pieces, read_base
from rupfam_assistant.training.deciding import fit_proofs, fit_second, fit_sides, learn_worded, write_worded
from rupfam_assistant.training.encoder import Recipe, assemble_encoder, make_examples, train_encoder, training_wordings
from rupfam_assistant.training.grounding import learn_grounding
from rupfam_assistant.training.local import fit_local, founding_questions, local_rows
from rupfam_assistant.training.needs import train_needs
from rupfam_assistant.training.pairs import PairRecipe, TaughtPair, train_pairs
from rupfam_assistant.training.ranking import cross_ranks, fit_ranking, set_aside, shown_of
from rupfam_assistant.training.shipping import ship_encoder

CARD = Path(__file__).with_name("card.md")
"""The card of the model, to be filled."""


def train_all(settings: Settings, show_progress: bool = False) -> str:
    """Trains all that ships, decides on the questions set aside; returns the model's card."""
    knowledge, recipe = read_knowledge(settings), Recipe()
    cards, questions, contents = knowledge.cards, knowledge.questions, knowledge.contents
    wordings = [training_wordings(card, knowledge.quotes_of(card)) for card in cards]
    said = [passage.text for passage in contents.passages if passage.document in contents.founding]
    said += [*asked_texts(questions), *chain.from_iterable(wordings)]
    base = read_base(find_base())
    model = assemble_encoder(base, kept_pieces(base, french_texts(said)))
    with tempfile.TemporaryDirectory() as folder:
        examples = list(make_examples(apart(questions)[0], cards, wordings, recipe))
        train_encoder(model, examples, alike_cards(cards), recipe, Path(folder), show_progress)
    encoder = ship_encoder(model, shipped_texts(knowledge), settings.corpus / SHIPPED)
    pairs = taught_pairs(settings, knowledge, encoder)
    told = taught.taught_fields(settings.corpus)
    fields = [*told, *taught.joined_fields(told, Random(recipe.seed))]
    train_pairs(model, pairs, fields, settings.corpus / SHIPPED / PAIRS, PairRecipe())
    return learn_decision(settings, knowledge, encoder)


def learn_decision(settings: Settings, knowledge: Knowledge, encoder: Encoder) -> str:
    """The weights learned on the questions set aside, with a trained encoder; writes them and the model's card."""
    kept, aside = apart(knowledge.questions)
    shown, right = shown_of(aside, Matcher(knowledge.cards, kept, encoder, [0.0] * len(FEATURES)))
    weights = fit_ranking(shown, right)
    matcher = Matcher(knowledge.cards, kept, encoder, weights)
    pairs = PairReader(settings.corpus / SHIPPED)
    sided, sided_aside = apart(sided_questions(settings, knowledge))
    worded = learn_worded(sided)
    write_worded(settings.corpus, worded)
    unread = Sides(pairs, knowledge.told, worded, Weights((), 0.0), Weights((), 0.0))
    reader = Reader(matcher, unread, Weights((), 0.0), Weights((), 0.0), knowledge.speller.mend)
    told = fit_sides(sided_aside, reader)
    second = fit_second(aside, reader)
    sides = replace(unread, closed=weights_of(told["closed"], CLOSED), oui=weights_of(told["side"], SIDE))
    whole = Matcher(knowledge.cards, knowledge.questions, encoder, weights)
    seconds = weights_of(second["second"], SECOND), weights_of(second["apart"], HALVES)
    reader = Reader(whole, sides, *seconds, knowledge.speller.mend)
    alone = founding_questions(aside)
    models = {
        "ranking": told_weights(FEATURES, weights, 0.0),
        **told,
        **second,
        "proof": fit_proofs(settings.corpus / "proofs.jsonl", encoder, reader, knowledge),
        **fit_local([*local_rows(settings.corpus / "local", encoder, knowledge, kept, alone)], pairs),
    }
    write_models(settings.corpus / "decision.json", models)
    train_needs(settings.corpus)
    claims, doubts = (read_json_lines(settings.corpus / f"{name}.jsonl") for name in ("claims", "doubts"))
    language = read_language(settings.corpus)
    learn_grounding(claims, doubts, language, entails_by(pairs), settings.corpus / "grounding.json")
    ranks = cross_ranks(shown, right, [question.family for question in aside])
    card = CARD.read_text(encoding="utf-8").format(
        questions=len(knowledge.questions),
        cards=len(knowledge.cards),
        aside=len(aside),
        pairs=len(sided),
        claims=len(claims),
        doubts=len(doubts),
        forbidden=len(read_json_lines(settings.corpus / "forbidden.jsonl")),
        memos=len(read_json_lines(settings.corpus / "memos.jsonl")),
        first=percent(float((ranks == 0).mean())),
        three=percent(float((ranks < 3).mean())),
        **vars(Recipe()),
    )
    (settings.corpus / SHIPPED / "README.md").write_text(card, encoding="utf-8")
    return card


def taught_pairs(settings: Settings, knowledge: Knowledge, encoder: Encoder) -> list[TaughtPair]:
    """What the reader of pairs is taught: nothing of the families of questions and of the documents set aside."""
    (kept, _), (sided, _) = apart(knowledge.questions), apart(sided_questions(settings, knowledge))
    matcher = Matcher(knowledge.cards, kept, encoder, [0.0] * len(FEATURES))
    local = settings.corpus / "local"
    documents = [document for document in read_added(local) if not set_aside(document.name)]
    return [
        *taught.side_pairs(sided, knowledge),
        *taught.card_pairs(kept, matcher, knowledge),
        *taught.local_pairs(documents, read_json_lines(local / "questions.jsonl"), encoder),
        *taught.article_pairs(settings.corpus / "piaf.jsonl"),
        *taught.claim_pairs(settings.corpus / "claims.jsonl", knowledge, Random(PairRecipe.seed)),
        *taught.forbidden_pairs(settings.corpus / "forbidden.jsonl", Random(PairRecipe.seed)),
    ]


def apart(questions: Sequence[AttachedQuestion]) -> tuple[list[AttachedQuestion], list[AttachedQuestion]]:
    """The questions that are taught, then those of the families that are set aside."""
    return [q for q in questions if not set_aside(q.family)], [q for q in questions if set_aside(q.family)]


def sided_questions(settings: Settings, knowledge: Knowledge) -> list[AttachedQuestion]:
    """The questions that teach what a card says to them: those attached, and those written for it alone."""
    kinds = {card.id: card.kind for card in knowledge.cards}
    written = read_questions((settings.corpus / "sides.jsonl",), knowledge.cards)
    return [question for question in (*knowledge.questions, *written) if kinds[question.cards[0]] != "act"]


def shipped_texts(knowledge: Knowledge) -> Mapping[TextKind, Sequence[str]]:
    """What the program encodes at a first start, without any added document."""
    contents = knowledge.contents
    founding = (key for record, key in enumerate(contents.sentences) if record not in contents.added)
    sentences = [sentence_text(contents.passages[key.passage], key.sentence) for key in founding]
    matched = matched_texts(knowledge.cards, knowledge.questions)
    quotes = (quote for card in knowledge.cards for quote in knowledge.quotes_of(card))
    return {**matched, "passage": list(dict.fromkeys([*matched["passage"], *sentences, *quotes]))}


def percent(share: float) -> str:
    """A share in 0..1 as French writes it: "92,9 %"."""
    return f"{100 * share:.1f}".replace(".", ",") + "\u202f%"
