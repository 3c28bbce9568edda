"""Fluent answers: a language model's sentences, each located in the texts and checked before it is shown."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from rupfam_assistant.answers.excerpts import card_excerpts
from rupfam_assistant.answers.knowledge import Knowledge
from rupfam_assistant.answers.reply import UNREAD, Answer, Citation, Excerpt, Refusal, Reply, Withdrawn
from rupfam_assistant.french.words import stems
from rupfam_assistant.grounding.checking import Checker, Doubted, judge_messages
from rupfam_assistant.grounding.claims import Verdict
from rupfam_assistant.guard.injections import detect_injections
from rupfam_assistant.models.connection import LanguageModel
from rupfam_assistant.models.faults import ModelError
from rupfam_assistant.models.masking import Mask
from rupfam_assistant.models.prompts import (
    CLAIMS,
    Claim,
    Messages,
    Source,
    fits,
    question_messages,
    read_claims,
    standalone_messages,
)
from rupfam_assistant.texts.passages import Passage
from rupfam_assistant.texts.quotes import find_copied

SEARCH, WRITING, CHECKING = "Recherche", "Rédaction", "Vérification"
MOST_CLAIMS = 16
MOST_LOCAL, MOST_NEAREST = 4, 6
"""Passages of the added documents that are sent beside the two texts, and passages told to be the nearest."""

LAST_QUESTIONS, LONGEST_EARLIER = 4, 600
"""Exchanges that a model is told of, and characters of each answer."""

KEPT = 0.5
"""The share of a model's sentences that must pass the check for its answer to be shown."""

APART = ("advice", "drafting")
"""What a model proposes and the texts need not say: only its facts are checked."""

FALLBACK = "La réponse reprend donc les textes, mot pour mot."
NOWHERE = Verdict(False, "Les mots que le modèle dit recopier ne sont pas dans les textes.")
UNPROVED = "La phrase dit que les textes ne disent pas une chose."
ALREADY = "Ce qui était écrit et vérifié reste affiché."
TOO_DOUBTFUL = "Une fiche dit que les textes n’en parlent pas : il fallait une phrase que rien ne mette en doute."
OTHERWISE = "Sans le modèle, la réponse aurait été :"

Exchange = tuple[str, str]
"""An earlier question and what was answered, "" where it is not known."""


@dataclass(frozen=True)
class Step:
    """Where the answer is at: SEARCH, WRITING or CHECKING, and the answer with the sentences checked so far."""

    name: str
    answer: Answer | None = None


@dataclass(frozen=True)
class Prompt:
    """What a model is asked, the passages that its numbers stand for, each with its place and the words that it is
    shown of it; what was said in the conversation; and the words of the passages nearest to the question."""

    messages: Messages
    passages: tuple[Passage, ...]
    words: tuple[str, ...]
    said: str
    nearest: str


@dataclass(frozen=True)
class Appraisal:
    """A claim of a model, what the check says of it, against which words, and where these stand."""

    claim: Claim
    verdict: Verdict
    passage: str = ""
    citations: tuple[Citation, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether it is shown: nothing sure speaks against it."""
        return self.verdict.supported or not self.verdict.sure

    @property
    def excerpt(self) -> Excerpt:
        """The sentence as it is shown."""
        listed, unread = self.claim.kind == "item", not self.verdict.sure
        return Excerpt((), self.citations, listed, self.claim.sentence, unread)


def write_answer(
    asked: str,
    history: Sequence[Exchange],
    found: Reply,
    knowledge: Knowledge,
    model: LanguageModel,
    checker: Checker,
    until: float,
) -> Iterator[Step | Reply]:
    """The steps, then the reply: the model's checked sentences, or what was `found` with a notice that says why not;
    written by `until` at the latest, then judged."""
    yield Step(WRITING)
    absence = find_absence(found, knowledge)
    mask = Mask((asked, *(text for exchange in history for text in exchange)))
    prompt = make_prompt(asked, history[-LAST_QUESTIONS:], found, knowledge, model.context, mask)
    found = replace(found, sent=(*found.sent, prompt.messages[-1][1]))
    pieces: list[Appraisal] = []
    why = ""
    written = read_claims(model.stream(prompt.messages, until, schema=CLAIMS))
    claims = _distinct(_restored(claim, mask) for claim in written)
    try:
        for claim in islice(claims, MOST_CLAIMS):
            piece = appraise(claim, prompt, knowledge, checker)
            pieces.append(_challenge(piece, absence) if absence else piece)
            yield _checked(pieces, found, absence, model)
    except ModelError as fault:
        why = str(fault)
    if not pieces and not why:
        model.distrust_form()
    asked_of = [piece for piece in pieces if checker.is_to_judge(piece.verdict)]
    doubted = [Doubted(piece.passage, piece.claim.sentence, piece.verdict) for piece in asked_of]
    if doubted and checker.judge and not absence:
        yield _checked(pieces, found, absence, model)
        found = replace(found, sent=(*found.sent, judge_messages(doubted)[-1][1]))
    settled = iter([one.verdict for one in doubted] if absence else checker.settle(doubted))
    judged = [replace(piece, verdict=next(settled)) if piece in asked_of else piece for piece in pieces]
    yield compose(judged, found, absence, model, why)


def _checked(pieces: Sequence[Appraisal], found: Reply, absence: Refusal | None, model: LanguageModel) -> Step:
    """The step that shows what is sure so far."""
    return Step(CHECKING, _written([piece for piece in pieces if piece.verdict.sure], found, absence, model))


def compose(
    pieces: Sequence[Appraisal], found: Reply, absence: Refusal | None, model: LanguageModel, why: str
) -> Reply:
    """The reply that pieces make: an answer, a refusal when the model says only that the texts do not tell, or what
    was found where too little holds, or where a card said that already (`absence`); `why` the model stopped, if it
    did."""
    kept, lost = [piece for piece in pieces if piece.stands], [piece for piece in pieces if not piece.stands]
    found = replace(found, withdrawn=tuple(Withdrawn(piece.claim.sentence, piece.verdict.reason) for piece in lost))
    proved, denied = sum(bool(piece.citations) for piece in kept), sum(piece.claim.kind not in APART for piece in lost)
    denials = [piece for piece in kept if piece.claim.kind == "absence"]
    absences = [f"{one.claim.sentence}{'' if one.verdict.sure else f' {UNREAD}'}".strip() for one in denials]
    enough = proved >= KEPT * (proved + denied)
    shown = kept if enough else [piece for piece in kept if piece.claim.kind in APART]
    if answer := _written(shown, found, absence, model):
        without = f"{OTHERWISE} {absence.message}" if absence else ""
        told = (without, *absences, _lost_note(len(lost)), f"{why} {ALREADY}" if why else "")
        return replace(answer, notes=(*filter(None, told), *answer.notes))
    if absence:
        return fall_back(found, why) if why else found
    if absences and not lost and not why:
        nowhere = f"Le modèle {model.name} n’a pas trouvé la réponse dans les textes."
        message = " ".join(filter(None, absences)) or nowhere
        near = found.excerpts if isinstance(found, Answer) else found.near
        return Refusal(message, near, found.hits, found.sent)
    return fall_back(found, why or _unsupported(model.name, proved, len(lost)))


def fall_back(found: Reply, why: str) -> Reply:
    """What was found, with the sentence that says why the model did not write."""
    if isinstance(found, Answer):
        return replace(found, notes=(f"{why} {FALLBACK}", *found.notes))
    return replace(found, message=f"{found.message}\n{why}")


def make_prompt(
    asked: str, history: Sequence[Exchange], found: Reply, knowledge: Knowledge, context: int, mask: Mask
) -> Prompt:
    """Both founding texts whole, then the cards, the nearest passages and what was found in the added documents, when
    they fit; else the passages found that fit, best first."""
    question = mask.hide(asked)
    earlier = [(mask.hide(text), mask.hide(said[:LONGEST_EARLIER])) for text, said in history]
    founding = knowledge.contents.founding
    whole = tuple(passage for passage in knowledge.contents.passages if passage.document in founding)
    hits = tuple(dict.fromkeys(hit.passage for hit in found.hits))
    local = tuple(passage for passage in hits if passage.document not in founding)[:MOST_LOCAL]
    cards = [card.plain for card in knowledge.cards if card.id in found.cards and card.kind != "act"]

    def prompt(always: Sequence[Passage], chosen: Sequence[Passage]) -> Prompt:
        passages = (*always, *chosen)
        words = (*(passage.text for passage in always), *(_without_orders(passage.text) for passage in chosen))
        places = [_place(passage, knowledge) for passage in passages]
        sources = [Source(place, text) for place, text in zip(places, words, strict=True)]
        hidden = [Source(source.place, mask.hide(source.text)) for source in sources[len(always) :]]
        near = [passages.index(hit) + 1 for hit in hits if hit in passages][:MOST_NEAREST]
        numbers = [f"passages {', '.join(map(str, near))}"] if near and always else []
        messages = question_messages(question, earlier, sources[: len(always)], hidden, (*cards, *numbers))
        told = tuple(f"{place}. {text}" for place, text in zip(places, words, strict=True))
        said = "\n".join([asked, *(text for exchange in history for text in exchange)])
        return Prompt(messages, passages, told, said, "\n".join(told[number - 1] for number in near[:3]))

    for count in range(len(local), -1, -1):
        everything = prompt(whole, local[:count])
        if fits(everything.messages, context):
            return everything
    fitting = prompt((), ())
    for passage in hits:
        longer = prompt((), (*fitting.passages, passage))
        fitting = longer if fits(longer.messages, context) else fitting
    return fitting


def appraise(claim: Claim, prompt: Prompt, knowledge: Knowledge, checker: Checker) -> Appraisal:
    """The claim with the sentences of the texts that it leans on, and what the check says of it."""
    if claim.kind in APART or claim.kind == "absence":
        founding = (p.text for p in knowledge.contents.passages if p.document in knowledge.contents.founding)
        verdict = checker.check_facts("\n".join([*founding, *prompt.words, prompt.said]), claim.sentence)
        doubts = claim.kind == "absence" and claim.sentence and verdict.supported
        return Appraisal(claim, Verdict(True, UNPROVED, sure=False) if doubts else verdict, prompt.nearest)
    named = [number for number in dict.fromkeys(claim.passages) if 1 <= number <= len(prompt.passages)]
    every = range(1, len(prompt.passages) + 1)
    places = _places(claim, prompt, named, knowledge) or _places(claim, prompt, every, knowledge)
    if not places:
        return Appraisal(claim, NOWHERE)
    words = "\n".join(prompt.words[number - 1] for number in places)
    citations = tuple(dict.fromkeys(citation for found in places.values() for citation in found))
    verdict = checker.check(words, claim.sentence)
    if claim.kind == "correction" and verdict.sure and not verdict.supported:  # it may say again what was asked
        again = checker.check(f"{words}\n{prompt.said}", claim.sentence)
        verdict = verdict if again.sure and not again.supported else replace(verdict, sure=False)
    return Appraisal(claim, verdict, words, citations)


def rewriting_messages(asked: str, history: Sequence[Exchange], mask: Mask) -> Messages:
    """What asks a model for a follow-up as a question that stands alone."""
    earlier = [(mask.hide(text), mask.hide(said[:LONGEST_EARLIER])) for text, said in history[-LAST_QUESTIONS:]]
    return standalone_messages(mask.hide(asked), earlier)


def rewrite_question(
    messages: Messages, asked: str, history: Sequence[Exchange], model: LanguageModel, mask: Mask, until: float
) -> str:
    """A follow-up as a question that stands alone, by the model; as it was asked when the model adds words. ModelError
    when it fails."""
    told = mask.restore(model.complete(messages, until)).strip()
    known = {stem for text in (asked, *(said for exchange in history for said in exchange)) for stem in stems(text)}
    return told if told and set(stems(told)) <= known and len(told) <= 4 * len(asked) + 200 else asked


def find_absence(found: Reply, knowledge: Knowledge) -> Refusal | None:
    """What was found, where a card says that the texts do not tell what is asked, or the part of it that does."""
    if isinstance(found, Refusal):
        return found if found.kind == "absent" else None
    cards = [card for card in knowledge.cards if card.id in found.cards and card.kind == "absent"]
    near = card_excerpts(cards, knowledge.contents.passages, knowledge.documents)
    return Refusal("\n".join(card.words for card in cards), near) if cards else None


def _challenge(piece: Appraisal, absence: Refusal) -> Appraisal:
    """A piece that answers what a card says to be absent: withdrawn if it is doubted, for no judge is heard against
    the card; never shown as read if it leans only on what the card knew, its nearest words."""
    if not piece.citations or not piece.stands:
        return piece
    if not piece.verdict.sure:
        return replace(piece, verdict=Verdict(False, TOO_DOUBTFUL))
    known = all(any(cited.meets(near) for near in absence.citations) for cited in piece.citations)
    return replace(piece, verdict=replace(piece.verdict, sure=False)) if known else piece


def _written(pieces: Sequence[Appraisal], found: Reply, absence: Refusal | None, model: LanguageModel) -> Answer | None:
    """The answer that pieces make, beside what was found where they only propose; None when they say nothing, or only
    propose where a card says that the texts do not tell."""
    excerpts = tuple(piece.excerpt for piece in pieces if piece.citations and piece.stands)
    proposals = tuple(piece.claim.sentence for piece in pieces if piece.claim.kind in APART and piece.stands)
    if not excerpts and (not proposals or absence):
        return None
    if isinstance(found, Answer):
        kept = replace(found, proposals=proposals)
        return replace(kept, plain="", excerpts=excerpts, beside=(), mode=model.name) if excerpts else kept
    told = Answer(excerpts, (), found.hits, model.name, found.sent, cards=found.cards, proposals=proposals)
    return replace(told, withdrawn=found.withdrawn)


def _restored(claim: Claim, mask: Mask) -> Claim:
    return replace(claim, sentence=mask.restore(claim.sentence), words=tuple(map(mask.restore, claim.words)))


def _distinct(claims: Iterable[Claim]) -> Iterator[Claim]:
    """The claims, a sentence said twice once."""
    said = set()
    for claim in claims:
        if claim.sentence not in said:
            said.add(claim.sentence)
            yield claim


def _places(claim: Claim, prompt: Prompt, numbers: Iterable[int], knowledge: Knowledge) -> dict[int, list[Citation]]:
    """The passages, of those numbers, that hold words of the claim, with the sentences where they stand; a model may
    have miscounted."""
    shown = ((number, prompt.passages[number - 1], prompt.words[number - 1]) for number in numbers)
    found = ((number, list(_citations(claim, passage, words, knowledge))) for number, passage, words in shown)
    return {number: citations for number, citations in found if citations}


def _citations(claim: Claim, passage: Passage, shown: str, knowledge: Knowledge) -> Iterator[Citation]:
    for quote in claim.words:
        span = find_copied(passage.text, quote)
        if span is None or find_copied(shown, quote) is None:
            continue
        first, last = passage.start + span[0], passage.start + span[1]
        over = [sentence for sentence in passage.sentences if sentence.start < last and first < sentence.end]
        first, last = (over[0].start, over[-1].end) if over else (first, last)
        yield Citation(knowledge.documents[passage.document], passage.section, first, last)


def _place(passage: Passage, knowledge: Knowledge) -> str:
    return f"{knowledge.documents[passage.document].short}, {passage.section}"


def _without_orders(text: str) -> str:
    """A passage without the parts that order something to a program."""
    kept, at = "", 0
    for start, end in detect_injections(text):
        kept, at = kept + text[at:start], end
    return kept + text[at:]


def _unsupported(name: str, kept: int, lost: int) -> str:
    if kept:
        return f"La plupart des phrases du modèle {name} n’étaient pas appuyées par les textes."
    if lost:
        return f"Aucune phrase du modèle {name} n’était appuyée par les textes."
    return f"Le modèle {name} n’a rien répondu qui ait la forme demandée."


def _lost_note(lost: int) -> str:
    if lost < 2:
        return "Une phrase du modèle, que les textes n’appuyaient pas, a été retirée." if lost else ""
    return f"{lost} phrases du modèle, que les textes n’appuyaient pas, ont été retirées."
