"""Tools and resources by the Model Context Protocol: the JSON of the command line."""

import asyncio
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from mcp import MCPError, types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from pydantic import BaseModel, Field, ValidationError

from rupfam_assistant import __version__
from rupfam_assistant.answers.reply import Citation
from rupfam_assistant.api import calls
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.settings import Settings
from rupfam_assistant.texts.documents import Document, read_corpus
from rupfam_assistant.texts.passages import Passage, cut_passages
from rupfam_assistant.web.api import in_threads
from rupfam_assistant.web.opening import Opening
from rupfam_assistant.web.rendering import slug
from rupfam_assistant.web.server import has_accounts, listen

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


class ToolDossier(calls.GivenDossier):
    """Le dossier d’un département, et ce qu’il faut en faire."""

    whole: bool = Field(False, description="La convention entière, au lieu de l’article 2.")


@dataclass(frozen=True)
class OfferedTool:
    """A tool: its title and what it is for, in French, what it takes and tells, and what does it."""

    title: str
    about: str
    takes: type[BaseModel]
    tells: type[BaseModel]
    run: Callable[[Opening, Any], calls.Row]


ASKING = (
    "Répond à une question sur la circulaire et la trame, citations à l’appui, ou dit que les textes ne répondent pas"
    " et où chercher."
)
READING = "Donne en entier les paragraphes ou les listes d’où vient une citation, mot pour mot."
DRAFTING = (
    "Rédige l’article 2, ou la convention entière, d’après le dossier d’un département : les mots de la trame et ceux"
    " du dossier, des blancs pour ce qui manque."
)
CHECKING = "Dit si un passage appuie une phrase, et pourquoi."


def _draft(opening: Opening, given: ToolDossier) -> calls.Row:
    return calls.draft(opening, given, given.whole)


TOOLS = {
    "poser_une_question": OfferedTool("Poser une question", ASKING, calls.PutQuestion, calls.ToldReply, calls.ask),
    "lire_un_passage": OfferedTool("Lire un passage", READING, calls.NamedPlace, calls.ToldPassages, calls.read),
    "rediger": OfferedTool("Rédiger l’article 2 ou la convention", DRAFTING, ToolDossier, calls.ToldDraft, _draft),
    "verifier": OfferedTool("Vérifier une phrase", CHECKING, calls.GivenClaim, calls.ToldVerdict, calls.verify),
}


def answer_call(opening: Opening, name: str, arguments: calls.Row) -> types.CallToolResult:
    """What a tool tells, as JSON; a fault of the user is one French sentence, and an error of the tool."""
    try:
        told = _run(opening, name, arguments)
    except RupfamError as error:
        return types.CallToolResult(content=[types.TextContent(text=str(error))], is_error=True)
    text = TOOLS[name].tells.model_validate(told).model_dump_json()
    return types.CallToolResult(content=[types.TextContent(text=text)], structured_content=told)


def _run(opening: Opening, name: str, arguments: calls.Row) -> calls.Row:
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
        parts = list[list[Passage]]()
        for passage in cut_passages(document):
            if parts and (passage.sentences[0].role == "note" or passage.headings[0] == parts[-1][0].headings[0]):
                parts[-1].append(passage)  # a note is told with what it stands in, wherever it is called
            else:
                parts.append([passage])
        for part in parts:
            section = part[0].headings[0]
            place = Citation(document, section, part[0].start, part[-1].end)
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
    """Answers one program on stdin and stdout until it leaves; or, by `http`, those of this machine, on and on."""
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
