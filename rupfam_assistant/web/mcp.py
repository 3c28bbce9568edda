"""The door of other programs: tools and resources by the Model Context Protocol, the JSON of the command line."""

import asyncio
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from time import perf_counter
from typing import Any, Literal

from mcp import MCPError, types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from pydantic import BaseModel, ConfigDict, Field, SkipValidation, ValidationError

from rupfam_assistant import __version__
from rupfam_assistant.answers.reply import Citation, citation_record, reply_record
from rupfam_assistant.convention.draft import draft_record
from rupfam_assistant.convention.setting import take_proposals
from rupfam_assistant.dossier.reading import parse_dossier
from rupfam_assistant.dossier.schema import Dossier
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.grounding.checking import LONGEST_CLAIM
from rupfam_assistant.settings import Settings
from rupfam_assistant.storage.records import to_json
from rupfam_assistant.texts.documents import Document, read_corpus
from rupfam_assistant.texts.passages import cut_passages
from rupfam_assistant.web.messages import Words
from rupfam_assistant.web.opening import Opening
from rupfam_assistant.web.rendering import slug
from rupfam_assistant.web.server import has_accounts, listen
from rupfam_assistant.web.threads import in_threads

Row = dict[str, Any]

HOST, AT_ONCE, PATH = "127.0.0.1", 8, "/mcp"
"""Where it listens, for this machine alone; calls answered at the same time; the path of its address."""

ABOUT = (
    "L’assistant « Ruptures familiales » des CAF : ce que disent la circulaire de la Cnaf et la trame de convention"
    " départementale 2026-2029, mot pour mot. Citez ses sources avec ses réponses, et dites ses refus tels quels."
)
NO_PASSWORD = (
    "Cette machine a des comptes, ou RUPFAM_USERS en donne, et cette entrée ne sait pas demander de mot de passe :"
    " lancez « rupfam mcp » sans --http."
)


class PutQuestion(BaseModel):
    """Une question, et celles qui la précèdent."""

    model_config = ConfigDict(extra="forbid")
    question: Words = Field(description="La question, en français.")
    history: list[Words] = Field([], description="Les questions précédentes, la plus ancienne d’abord.")


class NamedPlace(BaseModel):
    """L’endroit d’un texte, comme une citation le donne."""

    model_config = ConfigDict(extra="forbid")
    document: str = Field(description="Le nom du texte : « circulaire », « trame » ou un document ajouté.")
    start: int = Field(ge=0, description="Le premier caractère.")
    end: int = Field(ge=1, description="Le caractère qui suit le dernier.")


class GivenDossier(BaseModel):
    """Le dossier d’un département, et ce qu’il faut en faire."""

    model_config = ConfigDict(extra="forbid")
    dossier: SkipValidation[Dossier] = Field(
        description="Ce que le département dit de lui-même.", json_schema_extra={"additionalProperties": True}
    )
    whole: bool = Field(False, description="La convention entière, au lieu de l’article 2.")
    proposals: bool = Field(False, description="Prend les tournures que le programme propose pour les actions.")


class GivenClaim(BaseModel):
    """Une phrase, et le passage qui doit l’appuyer."""

    model_config = ConfigDict(extra="forbid")
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


class ToldVerdict(BaseModel):
    """Si le passage appuie la phrase, et pourquoi."""

    supported: bool
    reason: str


def _ask(opening: Opening, put: PutQuestion) -> Row:
    office, started = opening.opened(), perf_counter()
    return reply_record("", office.ask(put.question, put.history), 1e3 * (perf_counter() - started))


def _read(opening: Opening, place: NamedPlace) -> Row:
    knowledge = opening.opened().knowledge
    document = knowledge.documents.get(place.document)
    if document is None:
        names = ", ".join(knowledge.documents)
        raise RupfamError(f"Aucun texte ne s’appelle « {place.document} » : donnez l’un de ceux-ci ({names}).")
    within = [p for p in cut_passages(document) if p.start < place.end and place.start < p.end]
    if not within:
        size = len(document.text)
        raise RupfamError(f"Rien ne se lit là : donnez « start », puis « end » plus grand, entre 0 et {size}.")
    return {"passages": [citation_record(Citation(document, p.section, p.start, p.end)) for p in within]}


def _draft(opening: Opening, given: GivenDossier) -> Row:
    record: Any = given.dossier  # as it was sent: a fault of it is told as to the other doors
    dossier = parse_dossier(to_json(record))
    dossier = take_proposals(dossier) if given.proposals else dossier
    return draft_record(opening.office.convention(dossier) if given.whole else opening.office.draft(dossier))


def _verify(opening: Opening, claim: GivenClaim) -> Row:
    verdict = opening.opened().checker.verify(claim.passage, claim.sentence)
    return {"supported": verdict.supported, "reason": verdict.reason}


@dataclass(frozen=True)
class OfferedTool:
    """A tool: its title and what it is for, in French, what it takes and tells, and what does it."""

    title: str
    about: str
    takes: type[BaseModel]
    tells: type[BaseModel]
    run: Callable[[Opening, Any], Row]


TOOLS = {
    "poser_une_question": OfferedTool(
        "Poser une question",
        "Répond à une question sur la circulaire et la trame, citations à l’appui, ou dit que les textes ne répondent"
        " pas et où chercher.",
        PutQuestion,
        ToldReply,
        _ask,
    ),
    "lire_un_passage": OfferedTool(
        "Lire un passage",
        "Donne en entier les paragraphes ou les listes d’où vient une citation, mot pour mot.",
        NamedPlace,
        ToldPassages,
        _read,
    ),
    "rediger": OfferedTool(
        "Rédiger l’article 2 ou la convention",
        "Rédige l’article 2, ou la convention entière, d’après le dossier d’un département : les mots de la trame et"
        " ceux du dossier, des blancs pour ce qui manque.",
        GivenDossier,
        ToldDraft,
        _draft,
    ),
    "verifier": OfferedTool(
        "Vérifier une phrase", "Dit si un passage appuie une phrase, et pourquoi.", GivenClaim, ToldVerdict, _verify
    ),
}


def answer_call(opening: Opening, name: str, arguments: Row) -> types.CallToolResult:
    """What a tool tells, as JSON; a fault of the user is one French sentence, and an error of the tool."""
    try:
        told = _run(opening, name, arguments)
    except RupfamError as error:
        return types.CallToolResult(content=[types.TextContent(text=str(error))], is_error=True)
    text = TOOLS[name].tells.model_validate(told).model_dump_json()
    return types.CallToolResult(content=[types.TextContent(text=text)], structured_content=told)


def _run(opening: Opening, name: str, arguments: Row) -> Row:
    tool = TOOLS.get(name)
    if tool is None:
        raise RupfamError(f"Aucun outil ne s’appelle « {name} » : prenez l’un de ceux-ci ({', '.join(TOOLS)}).")
    try:
        given = tool.takes.model_validate(arguments)
    except ValidationError as error:
        fields = ", ".join(dict.fromkeys(f"« {fault['loc'][0]} »" for fault in error.errors()))
        raise RupfamError(f"L’outil « {name} » ne peut pas lire {fields} : suivez son schéma.") from error
    return tool.run(opening, given)


def offered_tools() -> list[types.Tool]:
    """The tools as a program is told of them; none changes anything."""
    return [
        types.Tool(
            name=name,
            title=tool.title,
            description=tool.about,
            input_schema=tool.takes.model_json_schema(),
            output_schema=tool.tells.model_json_schema(),
            annotations=types.ToolAnnotations(read_only_hint=True, open_world_hint=False),
        )
        for name, tool in TOOLS.items()
    ]


def articles(documents: Iterable[Document]) -> list[tuple[types.Resource, str]]:
    """Each article, or other first part, of some texts: how it is told of, and its exact words."""
    told = []
    for document in documents:
        for section, passages in groupby(cut_passages(document), lambda passage: passage.headings[0]):
            first, *others = passages
            place = Citation(document, section, first.start, (others or [first])[-1].end)
            uri = f"rupfam://{document.name}/{slug(section)}"
            resource = types.Resource(
                name=section, title=place.place, uri=uri, description=document.title, mime_type="text/plain"
            )
            told.append((resource, document.text[place.start : place.end]))
    return told


def make_server(opening: Opening) -> "Server[Any]":
    """The server of the tools and of both texts by article."""
    called = in_threads(answer_call, AT_ONCE)
    told = articles(read_corpus(opening.office.settings.corpus))
    texts = {resource.uri: text for resource, text in told}

    async def list_tools(context: object, params: object) -> types.ListToolsResult:
        return types.ListToolsResult(tools=offered_tools())

    async def call_tool(context: object, params: types.CallToolRequestParams) -> types.CallToolResult:
        return await called(opening, params.name, params.arguments or {})

    async def list_resources(context: object, params: object) -> types.ListResourcesResult:
        return types.ListResourcesResult(resources=[resource for resource, _ in told])

    async def read_resource(context: object, params: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        if params.uri not in texts:
            unknown = f"Rien n’a l’adresse « {params.uri} » : prenez celle d’un article, dans la liste des ressources."
            raise MCPError(types.INVALID_PARAMS, unknown)
        read = types.TextResourceContents(uri=params.uri, mime_type="text/plain", text=texts[params.uri])
        return types.ReadResourceResult(contents=[read])

    return Server(
        "rupfam",
        version=__version__,
        title="Ruptures familiales",
        instructions=ABOUT,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_read_resource=read_resource,
    )


def serve_mcp(settings: Settings, http: bool = False) -> None:
    """Answers one program on stdin and stdout until it leaves; or, by `http`, those of this machine until interrupted.
    RupfamError when it cannot."""
    if http and has_accounts(settings):
        raise RupfamError(NO_PASSWORD)
    listening = listen(HOST, settings.mcp_port, "RUPFAM_MCP_PORT") if http else None
    opening = Opening(settings)
    server = make_server(opening)
    opening.start()
    if listening is None:
        asyncio.run(_serve_program(server))
        return

    import uvicorn

    app = server.streamable_http_app(streamable_http_path=PATH, stateless_http=True, json_response=True)
    sys.stderr.write(f"Serveur MCP sur http://{HOST}:{listening.getsockname()[1]}{PATH}\n")
    uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False)).run(sockets=[listening])


async def _serve_program(server: "Server[Any]") -> None:
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())
