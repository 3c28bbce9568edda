"""What other programs may ask, whatever the door: what a call takes, does and tells, as the command line tells it."""

from datetime import date
from time import perf_counter
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SkipValidation

from rupfam_assistant.answers.reply import Citation, citation_record, reply_record
from rupfam_assistant.convention.draft import draft_record
from rupfam_assistant.convention.offering import take_proposals
from rupfam_assistant.dossier.reading import parse_dossier
from rupfam_assistant.dossier.schema import Dossier
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.grounding.checking import LONGEST_CLAIM
from rupfam_assistant.review.comparison import review_record
from rupfam_assistant.storage.records import to_json
from rupfam_assistant.texts.passages import cut_passages
from rupfam_assistant.web.messages import Upload, Words
from rupfam_assistant.web.opening import Opening
from rupfam_assistant.web.reviewing.upload import checked, laid_down
from rupfam_assistant.welcome.kit import kit_record

Row = dict[str, Any]

EXAMPLE = {
    "department": "Val-de-Lune",
    "planned_actions": [{"objective": 1, "text": "Ouvrir un espace de rencontre à Lunéac", "pilot": "la CAF"}],
}
"""A dossier, to be read in the description of the door."""


class Given(BaseModel):
    """What a call takes: no field is unknown."""

    model_config = ConfigDict(extra="forbid")


class PutQuestion(Given):
    """Une question, et celles qui la précèdent."""

    question: Words = Field(description="La question, en français.", examples=["Combien de temps dure la convention ?"])
    history: list[Words] = Field([], description="Les questions précédentes, la plus ancienne d’abord.")


class NamedPlace(Given):
    """L’endroit d’un texte, comme une citation le donne."""

    document: str = Field(
        description="Le nom du texte : « circulaire », « trame » ou un document ajouté.", examples=["trame"]
    )
    start: int = Field(ge=0, description="Le premier caractère.", examples=[0])
    end: int = Field(ge=1, description="Le caractère qui suit le dernier.", examples=[40])


class GivenDossier(Given):
    """Le dossier d’un département, et ce qu’il faut en faire."""

    dossier: SkipValidation[Dossier] = Field(
        description="Ce que le département dit de lui-même.",
        json_schema_extra={"additionalProperties": True},
        examples=[EXAMPLE],
    )
    proposals: bool = Field(False, description="Prend les tournures que le programme propose pour les actions.")


class GivenDraft(Given):
    """Un projet de convention, et s’il y a lieu celui auquel le comparer."""

    draft: Upload = Field(description="Le projet : .docx, .pdf, .odt, .txt ou .md, 20 Mo au plus.")
    former: Upload | None = Field(None, description="L’autre projet, à la place de la trame.")


class GivenPartner(Given):
    """Qui est accueilli."""

    partner: Words = Field(description="Le partenaire, en quelques mots.", examples=["une commune"])
    dossier: SkipValidation[Dossier] | None = Field(
        None, description="Le dossier du département.", json_schema_extra={"additionalProperties": True}
    )


class GivenClaim(Given):
    """Une phrase, et le passage qui doit l’appuyer."""

    passage: Words = Field(max_length=LONGEST_CLAIM, description="Le passage d’un texte.")
    sentence: Words = Field(max_length=LONGEST_CLAIM, description="La phrase à vérifier.")


class ToldCitation(BaseModel):
    """Des mots d’un texte, et où ils se trouvent."""

    document: str
    section: str
    start: int
    end: int
    quote: str


class ToldHit(BaseModel):
    """Ce que la recherche a trouvé, le plus proche d’abord."""

    document: str
    section: str
    start: int
    end: int
    score: float


class ToldReply(BaseModel):
    """Une réponse avec ses citations, ou un refus qui dit où chercher."""

    id: str
    answered: bool
    answer: str = Field(description="La phrase en clair, puis les citations.")
    mode: str = Field(description="« extractive », ou le nom du modèle qui a rédigé.")
    plain: str = Field(description="La phrase en clair, ou rien.")
    cards: list[str]
    reply: Literal["answer", "absent", "unsure", "outside", "act"]
    citations: list[ToldCitation]
    passages: list[ToldHit]
    suggestions: list[str] = Field(description="Des questions auxquelles les textes répondent.")
    milliseconds: float


class ToldPassages(BaseModel):
    """Les paragraphes et les listes entières où se trouvent les caractères demandés."""

    passages: list[ToldCitation]


class ToldBlank(BaseModel):
    """Ce qui reste à compléter."""

    article: str
    objective: int | str | None
    what: str


class ToldAlert(BaseModel):
    """Ce qu’il faut savoir ou trancher."""

    kind: str
    message: str
    values: list[Any]
    fields: list[str]
    proposal: Row | None


class ToldOrigin(BaseModel):
    """D’où viennent les mots d’un projet, entre deux caractères."""

    start: int
    end: int
    origin: Literal["trame", "dossier", "model", "blank"]
    source: str


class ToldDraft(BaseModel):
    """Un projet : son texte, ce qui y manque, ses alertes, d’où vient chaque mot."""

    text: str
    blanks: list[ToldBlank]
    alerts: list[ToldAlert]
    classification: list[Row]
    provenance: list[ToldOrigin]
    proposals: list[Row]
    withheld: list[Row]
    places: list[Row]


class ToldDeviation(BaseModel):
    """Ce qui s’écarte de la trame : ses mots, et ceux du projet."""

    article: str
    kind: str
    severity: Literal["blocking", "to_check"]
    message: str
    expected: str
    found: str


class ToldMessage(BaseModel):
    """Ce qui n’est pas un écart, et où."""

    article: str
    message: str


class ToldUnread(BaseModel):
    """Ce qui n’a pas pu être lu, et pourquoi."""

    where: str
    message: str


class ToldReview(BaseModel):
    """Un projet comparé à la trame, ou à un autre projet."""

    deviations: list[ToldDeviation]
    permitted: list[ToldMessage]
    to_know: list[ToldMessage] = Field(description="Ce qui n’est pas un écart, et qu’il faut savoir.")
    unread: list[ToldUnread]


class ToldItem(BaseModel):
    """Une phrase du livret, et d’où elle vient."""

    text: str
    citations: list[ToldCitation]


class ToldSection(BaseModel):
    """Une partie du livret."""

    title: str
    items: list[ToldItem]


class ToldKit(BaseModel):
    """Le livret d’accueil d’un partenaire."""

    partner: str
    roles: list[str]
    message: str
    page: list[ToldSection] = Field(description="La première page, en clair.")
    sections: list[ToldSection]
    not_said: list[str] = Field(description="Ce que ce partenaire chercherait, et que les textes ne donnent pas.")
    whom_to_ask: list[str]
    questions: list[Row]
    glossary: list[Row]
    local: list[str]
    text: str = Field(description="Le livret, en texte seul.")


class ToldVerdict(BaseModel):
    """Si le passage appuie la phrase, et pourquoi."""

    supported: bool
    reason: str


def ask(opening: Opening, put: PutQuestion, whose: int | None = None) -> Row:
    """The answer to a question, by the documents of an office too."""
    office, started = opening.opened(), perf_counter()
    return reply_record("", office.ask(put.question, put.history, whose), 1e3 * (perf_counter() - started))


def read(opening: Opening, place: NamedPlace, whose: int | None = None) -> Row:
    """The whole paragraphs and lists of a place."""
    knowledge = opening.opened().answering_of(whose).knowledge
    document = knowledge.documents.get(place.document)
    if document is None:
        names = ", ".join(knowledge.documents)
        raise RupfamError(f"Aucun texte ne s’appelle « {place.document} » : donnez l’un de ceux-ci ({names}).")
    within = [p for p in cut_passages(document) if p.start < place.end and place.start < p.end]
    if not within:
        size = len(document.text)
        raise RupfamError(f"Rien ne se lit là : donnez « start », puis « end » plus grand, entre 0 et {size}.")
    return {"passages": [citation_record(Citation(document, p.section, p.start, p.end)) for p in within]}


def draft(opening: Opening, given: GivenDossier, whole: bool = False) -> Row:
    """Article 2 of a dossier, or the whole convention."""
    dossier = _parsed(given.dossier)
    dossier = take_proposals(dossier) if given.proposals else dossier
    return draft_record(opening.office.convention(dossier) if whole else opening.office.draft(dossier))


def review(opening: Opening, given: GivenDraft) -> Row:
    """A draft compared with the trame, or with another."""
    files = [checked(file) for file in (given.former, given.draft) if file is not None]
    with laid_down(*files) as paths:
        reviewed = opening.office.compare(*paths) if given.former else opening.office.review(*paths)
    return review_record(reviewed, date.today())


def welcome(opening: Opening, given: GivenPartner, whose: int | None = None) -> Row:
    """The kit of a partner, by the documents of an office too."""
    dossier = None if given.dossier is None else _parsed(given.dossier)
    return kit_record(opening.opened().welcome(given.partner, dossier, office=whose))


def _parsed(record: Any) -> Dossier:
    """A dossier as it was sent: a fault of it is told as to the other doors."""
    return parse_dossier(to_json(record))


def verify(opening: Opening, claim: GivenClaim) -> Row:
    """Whether a passage supports a sentence."""
    verdict = opening.opened().checker.verify(claim.passage, claim.sentence)
    return {"supported": verdict.supported, "reason": verdict.reason}
