"""Learning: everything that is trained or calibrated, from the data of corpus/ and the pretrained base, by one
command."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from rupfam_assistant.answers.knowledge import Knowledge, read_knowledge
from rupfam_assistant.answers.reading import SECOND, Reader
from rupfam_assistant.answers.sides import CLOSED, SIDE, Sides
from rupfam_assistant.french.lists import read_json_lines
from rupfam_assistant.grounding.claims import entails_by, read_language
from rupfam_assistant.search.cards import AttachedQuestion, Card, read_questions
from rupfam_assistant.search.encoder import PAIRS, SHIPPED, Encoder, TextKind
from rupfam_assistant.search.index import sentence_text
from rupfam_assistant.search.logistic import Weights, told_weights, weights_of, write_models
from rupfam_assistant.search.matching import FEATURES, Matcher, alike_cards, asked_texts, matched_texts
from rupfam_assistant.search.pairs import PairReader
from rupfam_assistant.settings import Settings
from rupfam_assistant.texts.added import read_added
from rupfam_assistant.texts.passages import collapse
from rupfam_assistant.training.base import french_texts
from rupfam_assistant.training.deciding import fit_proofs, fit_second, fit_sides, learn_worded, write_worded
from rupfam_assistant.training.encoder import Recipe, make_encoder, make_examples, train_encoder, training_wordings
from rupfam_assistant.training.grounding import learn_grounding
from rupfam_assistant.training.local import fit_local, founding_questions
from rupfam_assistant.training.needs import train_needs
from rupfam_assistant.training.pairs import PairRecipe, TaughtPair, train_pairs
from rupfam_assistant.training.ranking import cross_ranks, fit_ranking, is_aside, set_aside, shown_of
from rupfam_assistant.training.shipping import ship_encoder
from rupfam_assistant.training.taught import (
    card_pairs,
    claim_pairs,
    forbidden_pairs,
    local_pairs,
    side_pairs,
    taught_fields,
)

CARD = Path(__file__).with_name("card.md")
"""The card of the model, to be filled."""


def train_all(settings: Settings, show_progress: bool = False) -> str:
    """Trains the encoder that ships, the decision on the questions set aside, what classifies needs, the
    grounding check; returns the model's card."""
    knowledge, recipe = read_knowledge(settings), Recipe()
    cards, questions = knowledge.cards, knowledge.questions
    kept, aside = [q for q in questions if not is_aside(q)], [q for q in questions if is_aside(q)]
    quotes = [[quote_of(knowledge, card, number) for number in range(len(card.places))] for card in cards]
    wordings = [training_wordings(card, told) for card, told in zip(cards, quotes, strict=True)]
    said = [*asked_texts(questions), *(wording for told in wordings for wording in told)]
    with tempfile.TemporaryDirectory() as folder:
        model = make_encoder(
            french_texts(
                [*(p.text for p in knowledge.contents.passages if p.document in knowledge.contents.founding), *said]
            )
        )
        examples = list(make_examples(kept, cards, wordings, recipe))
        train_encoder(model, examples, alike_cards(cards), recipe, Path(folder), show_progress)
    encoder = ship_encoder(model, shipped_texts(knowledge), "", settings.corpus / SHIPPED)
    pairs = taught_pairs(settings, knowledge, encoder, kept)
    fields = taught_fields(settings.corpus)
    train_pairs(model, pairs, fields, settings.corpus / SHIPPED / PAIRS, PairRecipe())
    return learn_decision(settings, knowledge, encoder, kept, aside, recipe)


def learn_decision(
    settings: Settings,
    knowledge: Knowledge,
    encoder: Encoder,
    kept: Sequence[AttachedQuestion],
    aside: Sequence[AttachedQuestion],
    recipe: Recipe,
) -> str:
    """The weights learned on the questions set aside, with a trained encoder; writes them and the model's card."""
    shown, right = shown_of(aside, Matcher(knowledge.cards, kept, encoder, [0.0] * len(FEATURES)))
    weights = fit_ranking(shown, right)
    matcher = Matcher(knowledge.cards, kept, encoder, weights)
    pairs = PairReader(settings.corpus / SHIPPED)
    sided = sided_questions(settings, knowledge)
    worded = learn_worded([question for question in sided if not is_aside(question)])
    write_worded(settings.corpus, worded)
    unread = Sides(pairs, knowledge.told, worded, Weights((), 0.0), Weights((), 0.0))
    reader = Reader(matcher, unread, Weights((), 0.0), knowledge.speller.mend)
    told = fit_sides([question for question in sided if is_aside(question)], reader)
    second = fit_second(aside, reader)
    sides = replace(unread, closed=weights_of(told["closed"], CLOSED), oui=weights_of(told["side"], SIDE))
    whole = Matcher(knowledge.cards, knowledge.questions, encoder, weights)
    reader = Reader(whole, sides, weights_of(second, SECOND), knowledge.speller.mend)
    models = {
        "ranking": told_weights(FEATURES, weights, 0.0),
        **told,
        "second": second,
        "proof": fit_proofs(settings.corpus / "proofs.jsonl", encoder, reader, knowledge),
        **fit_local(settings.corpus / "local", encoder, pairs, knowledge, kept, founding_questions(aside)),
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
        pairs=sum(not is_aside(question) for question in sided),
        claims=len(claims),
        doubts=len(doubts),
        forbidden=len(read_json_lines(settings.corpus / "forbidden.jsonl")),
        memos=len(read_json_lines(settings.corpus / "memos.jsonl")),
        first=percent(float((ranks == 0).mean())),
        three=percent(float((ranks < 3).mean())),
        **vars(recipe),
    )
    (settings.corpus / SHIPPED / "README.md").write_text(card, encoding="utf-8")
    return card


def taught_pairs(
    settings: Settings, knowledge: Knowledge, encoder: Encoder, kept: Sequence[AttachedQuestion]
) -> list[TaughtPair]:
    """What the reader of pairs is taught: nothing of the families of questions and of the documents set aside."""
    sided = [question for question in sided_questions(settings, knowledge) if not is_aside(question)]
    matcher = Matcher(knowledge.cards, kept, encoder, [0.0] * len(FEATURES))
    local = settings.corpus / "local"
    documents = [document for document in read_added(local) if not set_aside(document.name)]
    return [
        *side_pairs(sided, knowledge),
        *card_pairs(kept, matcher, knowledge),
        *local_pairs(documents, read_json_lines(local / "questions.jsonl"), encoder),
        *claim_pairs(settings.corpus / "claims.jsonl", knowledge, Random(PairRecipe.seed)),
        *forbidden_pairs(settings.corpus / "forbidden.jsonl", Random(PairRecipe.seed)),
    ]


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
    quotes = (quote_of(knowledge, card, number) for card in knowledge.cards for number in range(len(card.places)))
    return {**matched, "passage": list(dict.fromkeys([*matched["passage"], *sentences, *quotes]))}


def quote_of(knowledge: Knowledge, card: Card, number: int) -> str:
    """The words of one of a card's quotes, on one line."""
    place = card.places[number]
    return collapse(knowledge.documents[place.document].text[place.start : place.end])


def percent(share: float) -> str:
    """A share in 0..1 as French writes it: "92,9 %"."""
    return f"{100 * share:.1f}".replace(".", ",") + "\u202f%"
