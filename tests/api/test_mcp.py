"""The server of other programs, as the official client sees it: over stdin and stdout, and over HTTP."""

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TextIO

import pytest
from httpx import post
from mcp import Client, MCPError, types
from mcp.client.stdio import StdioServerParameters, stdio_client

from rupfam_assistant.answers.answering import TOO_LONG
from rupfam_assistant.api.mcp import HOST, NO_PASSWORD, PATH, TOOLS, articles, offered_tools, serve_mcp
from rupfam_assistant.convention.draft import draft_record
from rupfam_assistant.dossier.reading import make_dossier
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.office import Office
from rupfam_assistant.settings import Settings
from rupfam_assistant.texts.documents import Document

ROOT = Path(__file__).parents[2]
RUPFAM = str(Path(sys.executable).with_name("rupfam"))
NOTICE = "Quel est le préavis pour dénoncer la convention ?"
DOSSIER = json.loads((ROOT / "docs" / "exemple.json").read_text(encoding="utf-8"))
PING = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
JSON_OR_STREAM = {"Accept": "application/json, text/event-stream"}

Talk = Callable[[Client], Awaitable[None]]


def run_aside(talk: Coroutine[Any, Any, None]) -> None:
    """Runs a talk in a thread of its own: a browser of other tests may hold a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, talk).result()


@pytest.fixture(scope="module")
def environment(indexed_office: Office, home: Path) -> dict[str, str]:
    """That of the server: the home whose index is built, any free port."""
    return {**os.environ, "RUPFAM_HOME": str(home), "RUPFAM_MCP_PORT": "0"}


@pytest.fixture
def told(environment: dict[str, str], tmp_path: Path) -> Callable[[Talk], str]:
    """Talks with `rupfam mcp` in a process of its own; what it wrote on stderr."""
    process = StdioServerParameters(command=RUPFAM, args=["mcp"], env=environment, cwd=tmp_path)

    async def opened(talk: Talk, complaints: TextIO) -> None:
        async with Client(stdio_client(process, complaints)) as client:
            await talk(client)

    def run(talk: Talk) -> str:
        path = tmp_path / "stderr"
        with path.open("w", encoding="utf-8") as complaints:
            run_aside(opened(talk, complaints))
        return path.read_text(encoding="utf-8")

    return run


@pytest.fixture(scope="module")
def address(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where `rupfam mcp --http` listens."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    with subprocess.Popen(
        [RUPFAM, "mcp", "--http"], cwd=elsewhere, env=environment, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as server:
        assert server.stderr is not None
        yield server.stderr.readline().split()[-1]
        server.terminate()


def refused(result: types.CallToolResult) -> str:
    """The one sentence of a tool that refuses."""
    [sentence] = [said.text for said in result.content if isinstance(said, types.TextContent)]
    assert result.is_error
    assert result.structured_content is None
    return sentence


def test_a_program_asks_reads_drafts_and_verifies_over_stdin_and_stdout(
    told: Callable[[Talk], str], indexed_office: Office
) -> None:
    async def talk(client: Client) -> None:
        assert [tool.name for tool in (await client.list_tools()).tools] == [*TOOLS]
        reply = (await client.call_tool("poser_une_question", {"question": NOTICE})).structured_content
        assert reply is not None
        asked = indexed_office.ask(NOTICE)
        assert (reply["answered"], reply["answer"]) == (True, asked.text)
        cited = reply["citations"][0]
        place = {name: cited[name] for name in ("document", "start", "end")}
        read = (await client.call_tool("lire_un_passage", place)).structured_content
        assert read is not None
        assert cited["quote"] in " ".join(passage["quote"] for passage in read["passages"])
        draft = (await client.call_tool("rediger", {"dossier": DOSSIER, "whole": True})).structured_content
        assert draft == draft_record(indexed_office.convention(make_dossier(DOSSIER)))
        claim = {"passage": cited["quote"], "sentence": "La convention est conclue pour douze ans."}
        verdict = (await client.call_tool("verifier", claim)).structured_content
        assert verdict is not None
        assert verdict["supported"] is False

    assert told(talk) == ""


def test_the_same_is_told_over_http(address: str) -> None:
    async def talk() -> None:
        async with Client(address) as client:
            reply = await client.call_tool("poser_une_question", {"question": NOTICE})
            [written] = [said.text for said in reply.content if isinstance(said, types.TextContent)]
            assert json.loads(written) == reply.structured_content
            assert reply.structured_content is not None
            assert reply.structured_content["answered"] is True
            longest = await client.call_tool("poser_une_question", {"question": "préavis " * 1_000})
            assert longest.structured_content is not None
            assert longest.structured_content["answer"] == TOO_LONG

    run_aside(talk())


def test_a_fault_is_one_french_sentence_and_an_error_of_the_tool(address: str) -> None:
    calls: list[tuple[str, dict[str, Any], str]] = [
        (
            "rediger",
            {"dossier": {"department": None}},
            "Le dossier : le champ « département » est vide : remplissez-le.",
        ),
        ("rediger", {"dossier": 3}, "il doit être un objet JSON"),
        (
            "poser_une_question",
            {"historique": []},
            "ne peut pas lire « question », « historique » : suivez son schéma.",
        ),
        ("verifier", {"passage": "a" * 20_001, "sentence": "b"}, "ne peut pas lire « passage » : suivez son schéma."),
        ("lire_un_passage", {"document": "../trame", "start": 0, "end": 9}, "(circulaire, trame)."),
        ("lire_un_passage", {"document": "trame", "start": 9_999_999, "end": 10_000_000}, "Rien ne se lit là"),
        ("inconnu", {}, "Aucun outil ne s’appelle « inconnu »"),
    ]

    async def talk() -> None:
        async with Client(address) as client:
            for name, arguments, sentence in calls:
                assert sentence in refused(await client.call_tool(name, arguments))
            with pytest.raises(MCPError, match="Rien n’a l’adresse « rupfam://trame/article-9 »"):
                await client.read_resource("rupfam://trame/article-9")

    run_aside(talk())


def test_both_texts_are_read_by_article(address: str, trame: Document) -> None:
    async def talk() -> None:
        async with Client(address) as client:
            listed = {str(one.uri): one for one in (await client.list_resources()).resources}
            assert listed["rupfam://trame/article-8"].title == "la trame, article 8"
            assert "rupfam://circulaire/section-ii" in listed
            [content] = (await client.read_resource("rupfam://trame/article-8")).contents
            assert isinstance(content, types.TextResourceContents)
            assert content.text in trame.text

    run_aside(talk())


def test_the_articles_hold_every_word_of_both_texts_once(documents: tuple[Document, ...]) -> None:
    told = articles(documents)
    assert len({resource.uri for resource, _ in told}) == len(told)
    assert "".join("".join(text.split()) for _, text in told) == "".join("".join(d.text.split()) for d in documents)


@pytest.mark.parametrize("header", [{"Host": "ailleurs.example"}, {"Origin": "https://ailleurs.example"}])
def test_another_site_is_not_heard(address: str, header: dict[str, str]) -> None:
    assert post(address, json=PING, headers={**JSON_OR_STREAM, **header}).status_code in (403, 421)


def test_what_is_too_large_is_not_read(address: str) -> None:
    assert (
        post(
            address, content=b" " * 5_000_000, headers=JSON_OR_STREAM | {"Content-Type": "application/json"}
        ).status_code
        == 413
    )


def test_with_passwords_no_port_is_opened(tmp_path: Path) -> None:
    with pytest.raises(RupfamError) as refusal:
        serve_mcp(Settings(_env_file=None, home=tmp_path, users={"anne": "secret"}), http=True)
    assert str(refusal.value) == NO_PASSWORD


def test_what_a_tool_takes_is_told_field_by_field() -> None:
    schemas = {tool.name: tool.input_schema for tool in offered_tools()}
    dossier = schemas["rediger"]["properties"]["dossier"]
    assert set(dossier["properties"]) >= set(DOSSIER)
    assert dossier["additionalProperties"] is True
    assert all(field["description"] for schema in schemas.values() for field in schema["properties"].values())


def test_the_guide_tells_a_client_what_to_start_and_where_to_ask() -> None:
    guide = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
    [block] = re.findall(r"^```json\n(.*?mcpServers.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    [started] = json.loads(block)["mcpServers"].values()
    assert [Path(RUPFAM).name, "mcp"] == [started["command"], *started["args"]]
    assert f"`http://{HOST}:{Settings.model_fields['mcp_port'].default}{PATH}`" in guide


def test_the_program_of_the_guide_prints_the_answer(home: Path, indexed_office: Office, tmp_path: Path) -> None:
    guide = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
    [program] = re.findall(r"^```python\n(.*?from mcp import.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    (tmp_path / ".env").write_text(f"RUPFAM_HOME={home}\n", encoding="utf-8")
    path = os.pathsep.join([str(Path(RUPFAM).parent), os.environ["PATH"]])
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env={**os.environ, "PATH": path}, capture_output=True, text=True
    )
    assert done.stdout == f"{indexed_office.ask(NOTICE).text}\n"
