"""The page with a language model: its steps, its checked sentences one by one, their sources, and what was sent."""

import json
import logging
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from threading import Semaphore

import pytest
from playwright.sync_api import Page, expect
from servers.scripted import KEY, LIE, NOTICE, TRUTH, Asked, Broken, Server, claim, polite, scripted_server
from serving import served_page

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
NAMED = "Que dit l’article 8 de la trame pour Mme Éloïse Dupont-Lévêque ?"
SILENT = "Qui signe la convention départementale ?"
SENTENCES = (TRUTH[0], LIE, TRUTH[1])
LEAVE = Semaphore(0)
"""What the model waits for before each of its sentences."""


def writer(asked: Asked) -> "Iterator[str] | Broken":
    if asked.question == SILENT:
        return Broken(500)
    return sentences(asked)


def sentences(asked: Asked) -> Iterator[str]:
    for sentence, words in SENTENCES:
        LEAVE.acquire()
        yield claim(sentence, [asked.number_of(words)], [words])
    yield "FIN"


@pytest.fixture(scope="module")
def model() -> Iterator[Server]:
    with scripted_server(polite(writer)) as server:  # type: ignore[arg-type]
        yield server


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, model: Server) -> Iterator[str]:
    settings = {"llm": "openai:albert", "llm_base_url": model.address, "llm_api_key": KEY}
    logged, log = StringIO(), logging.getLogger()
    handler = logging.StreamHandler(logged)
    log.addHandler(handler)
    with served_page(tmp_path_factory.mktemp("home"), **settings) as served:
        yield served
    log.removeHandler(handler)
    assert KEY not in logged.getvalue()


@pytest.fixture
def page(address: str, open_page: Callable[..., Page]) -> Page:
    return open_page(address)


def ask(page: Page, question: str) -> None:
    page.locator("#question textarea").fill(question)
    page.locator("#envoyer").click()


def answer(page: Page, question: str) -> None:
    """Asks, and waits for the whole answer of the model."""
    LEAVE.release(len(SENTENCES))
    ask(page, question)
    expect(page.locator(".tour .outils")).to_be_visible()


def test_sentences_come_one_by_one_with_the_steps_and_the_false_one_never_shows(page: Page) -> None:
    page.evaluate(
        """() => {
            window.seen = [];
            const note = () => {
                const state = [document.querySelector("#etat p").textContent, document.querySelectorAll("#fil .ecrite").length];
                const last = window.seen[window.seen.length - 1];
                if (JSON.stringify(last) !== JSON.stringify(state)) window.seen.push(state);
                const said = [...document.querySelectorAll("#fil .ecrite")].map((one) => one.textContent).join(" ");
                if (said.includes("trois mois")) window.seen.push("mensonge");
            };
            new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true });
        }"""
    )
    ask(page, NOTICE)
    for sentences, shown in ((1, 1), (2, 2)):
        LEAVE.release(sentences)
        expect(page.locator("#fil .ecrite")).to_have_count(shown)
    expect(page.locator(".tour .outils")).to_be_visible()
    seen = page.evaluate("window.seen")
    steps = [state[0] for state in seen]
    assert [step for step in ("Recherche…", "Rédaction…", "Vérification…") if step in steps] == [
        "Recherche…",
        "Rédaction…",
        "Vérification…",
    ]
    assert sorted({state[1] for state in seen if state != "mensonge"}) == [0, 1, 2]
    assert "mensonge" not in seen
    answer = page.locator(".reponse")
    expect(answer.locator("h3")).to_have_text(
        "Réponse rédigée par le modèle albert, chaque phrase vérifiée dans les textes"
    )
    assert [text.split(" [")[0] for text in answer.locator(".ecrite").all_inner_texts()] == [
        sentence for sentence, _ in TRUTH
    ]
    expect(answer.locator(".remarque")).to_contain_text("a été retirée")
    expect(answer.locator(".retire li")).to_be_hidden()
    answer.locator(".retire summary").click()
    expect(answer.locator(".retire li")).to_contain_text("trois mois au plus tard avant son terme")
    expect(page.locator("#volet-sources .appuyee")).to_have_count(2)
    expect(page.locator("#volet-sources .source mark").first).to_contain_text("deux mois au plus tard")
    page.reload()
    expect(page.locator(".reponse h3")).to_contain_text("albert")
    assert [text.split(" [")[0] for text in page.locator(".ecrite").all_inner_texts()] == [
        sentence for sentence, _ in TRUTH
    ]
    expect(page.locator("#volet-sources .appuyee")).to_have_count(2)


def test_the_page_says_which_model_writes_and_what_was_sent_to_it(page: Page, model: Server) -> None:
    expect(page.locator("#modele")).to_have_text("Modèle albert, sur cette machine")
    answer(page, NAMED)
    sent = page.locator(".envoye:not(.retire) pre").first
    expect(sent).to_be_hidden()
    page.locator(".envoye:not(.retire) summary").click()
    expect(sent).to_be_visible()
    assert "Dupont" not in sent.inner_text()
    assert "".join(sent.inner_text().split()) in ["".join(asked.user.split()) for asked in model.asked]


def test_a_model_that_fails_leaves_the_extracts_and_says_why(page: Page) -> None:
    ask(page, SILENT)
    expect(page.locator(".reponse .remarque").first).to_contain_text("Le modèle albert est en panne (500)")
    expect(page.locator(".reponse blockquote").first).to_be_visible()
    expect(page.locator(".reponse h3")).to_have_text("Réponse")


def test_axe_finds_nothing_serious_in_a_model_s_answer(page: Page) -> None:
    answer(page, NOTICE)
    page.locator(".envoye:not(.retire) summary").click()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    violations = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    serious = [
        f"{v['id']}: {json.dumps([node['target'] for node in v['nodes']])}"
        for v in violations
        if v["impact"] in ("serious", "critical")
    ]
    assert serious == []


def test_without_a_model_the_page_says_so(server: str, open_page: Callable[..., Page]) -> None:
    expect(open_page(server).locator("#modele")).to_have_text(
        "Aucun modèle de langue : les réponses sont des extraits".replace(" :", "\u00a0:")
    )
