"""Answering: from a question and those before it to a reply."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from rupfam_assistant.answers.comparison import what_differs
from rupfam_assistant.answers.evidence import absent_topic, evidence_features
from rupfam_assistant.answers.extract import extract, passage_excerpt
from rupfam_assistant.answers.knowledge import Knowledge
from rupfam_assistant.answers.oddities import notes_on
from rupfam_assistant.answers.question import (
    LONGEST,
    Question,
    clean,
    is_courtesy,
    is_foreign,
    side_of,
    speaks_of_oneself,
    standing_alone,
    understand,
    understood,
)
from rupfam_assistant.answers.refusal import EMPTY, FRENCH_PLEASE, NOWHERE, TOO_LONG, WELCOME, refusal_sentence
from rupfam_assistant.answers.reply import Answer, Excerpt, Refusal, Reply
from rupfam_assistant.french.words import stems
from rupfam_assistant.search.retrieval import Found, Hit, Retrieval, Weights, expit, rank

LOCAL, LOCAL_NAMED = 0.55, 0.15
"""The probability from which passages of an added document are told; when the question speaks of that document."""

LOCAL_PASSAGES = 2
"""Passages of an added document told at the most."""

SIDE = 0.85
"""What the clause about one text weighs, in a comparison, beside the whole question."""

ALONE, DOUBT = 0.75, 0.4
"""For a follow-up: what its own words weigh beside the whole conversation, and the log-odds from which the texts answer."""

WHOLE = 0.5
"""The nearness, in 0..1, to a known question from which a short one is taken as whole."""

NEARBY = 0.3
"""The probability from which the best sentence is worth telling beside a refusal."""

ONESELF_TIMES = 5
"""How many chances to answer has a sentence that names whoever asks about oneself."""

ALREADY_TOLD = 0.6
"""How much of its chance a sentence loses in a follow-up for having answered the question before."""

Find = Callable[[str], Found]
"""The search of a question; within one answer, each text is searched once."""


@dataclass(frozen=True)
class Answering:
    """What answering takes: knowledge, retrieval, and the weights of refusal."""

    knowledge: Knowledge
    retrieval: Retrieval
    evidence: Weights

    def ask(self, text: str, history: Sequence[str] = (), about: Sequence[str] = ()) -> Reply:
        """Answers a question from the texts, or refuses; `history` holds the earlier questions, oldest first.

        `about` is how the texts call whoever asks: of what answers a question about oneself, they come first; what is refused stays refused.
        """
        if not any(c.isalnum() for c in clean(text)):
            return Refusal(EMPTY)
        if len(text) > LONGEST:
            return Refusal(TOO_LONG)
        if is_courtesy(clean(text)):
            return Refusal(WELCOME)
        knowledge, index, find = self.knowledge, self.retrieval.index, cache(self.retrieval.find)
        question = understand(text, tuple(history), knowledge.speller)
        if question.before and not question.surely and _is_whole(find(question.alone)):
            question = standing_alone(question)
        found = find(question.search)
        chances, evidence = self._chances(question, find), self._evidence(question, find)
        if about and speaks_of_oneself(question.alone):
            chances = self._towards(about, chances)
        founding, local = self._by_origin(chances)
        hits = tuple(rank({record: chance * expit(evidence) for record, chance in founding.items()} | local, index))
        if not hits:
            return Refusal(NOWHERE)
        spoken_of = self._speaks_of_added(question)
        answers = evidence >= 0 and (not spoken_of or question.compares or bool(question.documents))
        told = [founding] if answers else []
        if max(local.values(), default=0.0) >= (LOCAL_NAMED if spoken_of else LOCAL):
            told.append(local)
        if not told:
            return self._refuse(question, found, hits, (rank(founding, index), rank(local, index)))
        excerpts = tuple(
            excerpt
            for chosen in told
            for excerpt in (
                self._whole_passages(rank(chosen, index))
                if chosen is local
                else self._extract(question, rank(chosen, index))
            )
        )
        cited = [citation for excerpt in excerpts for citation in excerpt.citations]
        remarks = notes_on(cited, knowledge.oddities)
        if question.compares and not remarks:
            remarks = what_differs(excerpts)
        return Answer(excerpts, (*understood(question), *remarks), hits)

    def _towards(self, about: Sequence[str], chances: dict[int, float]) -> dict[int, float]:
        """The chances, those of the sentences that use a wording of `about` raised."""
        contents, runs = self.knowledge.contents, [stems(wording) for wording in about]

        def names(record: int) -> bool:
            key = contents.sentences[record]
            passage = contents.passages[key.passage]
            said = stems(passage.slice(passage.sentences[key.sentence]))
            return any(run == said[start : start + len(run)] for run in runs for start in range(len(said)))

        return {
            record: 1 - (1 - chance) ** ONESELF_TIMES if names(record) else chance for record, chance in chances.items()
        }

    def _speaks_of_added(self, question: Question) -> bool:
        """Whether a question uses a word of an added document's title that the founding texts do not have."""
        return bool(self.knowledge.local_words.intersection(stems(question.search)))

    def _whole_passages(self, hits: Sequence[Hit]) -> tuple[Excerpt, ...]:
        """The best passages of added documents, whole: which of its sentences answers is less sure than in the founding texts."""
        return tuple(passage_excerpt(hit.passage, self.knowledge.documents) for hit in hits[:LOCAL_PASSAGES])

    def _extract(self, question: Question, hits: Sequence[Hit]) -> tuple[Excerpt, ...]:
        return extract(question, hits, self.knowledge.contents.passages, self.knowledge.documents)

    def _by_origin(self, chances: dict[int, float]) -> tuple[dict[int, float], dict[int, float]]:
        """The sentences of the founding texts, then those of added documents."""
        contents = self.knowledge.contents
        founding = {
            record: chance for record, chance in chances.items() if contents.document_of(record) in contents.taught
        }
        return founding, {record: chance for record, chance in chances.items() if record not in founding}

    def _evidence(self, question: Question, find: Find) -> float:
        """The log-odds that the founding texts answer; a follow-up is judged on its own words as well as on the conversation."""
        joined = self._evidence_of(question.search, find(question.search))
        if not question.before:
            return joined
        alone = self._evidence_of(question.alone, find(question.alone))
        return (joined + ALONE * alone) / (1 + ALONE) - DOUBT

    def _evidence_of(self, asked: str, found: Found) -> float:
        """The log-odds that the texts answer."""
        return self.evidence.log_odds(evidence_features(asked, found, self.retrieval.index, self.retrieval.ranking))

    def _refuse(
        self, question: Question, found: Found, hits: tuple[Hit, ...], origins: Iterable[Sequence[Hit]]
    ) -> Refusal:
        """That the texts do not tell, where to look, and what they say nearby when that is worth telling."""
        if is_foreign(question.text):
            return Refusal(FRENCH_PLEASE, hits=hits)
        topic = absent_topic(found, self.retrieval.index)
        absence = self.knowledge.absences.get(topic)
        nearby = absence is None or absence.nearby
        near = tuple(
            self._extract(question, origin)[0] for origin in origins if nearby and origin and origin[0].score >= NEARBY
        )
        sentence = refusal_sentence(topic, self.knowledge.absences)
        return Refusal(" ".join([*understood(question), sentence]), near, hits)

    def _chances(self, question: Question, find: Find) -> dict[int, float]:
        """The probability that each sentence answers; what answers the question before is not what a follow-up asks for."""
        chances = self.retrieval.probabilities(find(question.search))
        if question.compares:
            return self._side_by_side(question, chances, find)
        if not question.before:
            return chances
        alone = self.retrieval.probabilities(find(question.alone))
        before = self.retrieval.probabilities(find(question.before))
        return {
            record: (chances.get(record, 0.0) + alone.get(record, 0.0))
            / 2
            * (1 - ALREADY_TOLD * before.get(record, 0.0))
            for record in {**chances, **alone}
        }

    def _side_by_side(self, question: Question, chances: dict[int, float], find: Find) -> dict[int, float]:
        """The chances of a comparison: those of what is asked of each text, a little of the whole question beside."""
        contents = self.knowledge.contents
        sides = {name: self.retrieval.probabilities(find(side_of(question, name))) for name in contents.taught}
        mixed = {}
        for record in {record for side in sides.values() for record in side} | set(chances):
            of_side = sides.get(contents.document_of(record), chances).get(record, 0.0)
            mixed[record] = SIDE * of_side + (1 - SIDE) * chances.get(record, 0.0)
        return mixed


def _is_whole(found: Found) -> bool:
    """Whether a short question is near enough to a known one to be understood without the conversation."""
    return bool(found.neighbours) and found.neighbours[0].nearness >= WHOLE
