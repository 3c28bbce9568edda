"""A reranker that a server gives: it reads what the one that ships would read, and its scores choose the sentence."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from servers.posting import answering_posts

from rupfam_assistant.answers.opening import open_answering
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.search.encoder import SHIPPED
from rupfam_assistant.search.pairs import PairReader
from rupfam_assistant.settings import Settings, read_settings
from rupfam_assistant.texts.added import add_file

SHEET = """# Fiche de l’espace de rencontre

L’espace de rencontre accueille les familles le samedi matin, au 12 rue des Tilleuls.

Les familles y sont reçues par deux intervenantes formées.

La fiche a été relue le mardi par le conseil de l’association.
"""
ASKED = "Quel jour l’espace de rencontre accueille-t-il les familles ?"
Score = Callable[[str, list[str]], list[float]]


@pytest.fixture(scope="module")
def informed(tmp_path_factory: pytest.TempPathFactory, small_corpus: Path) -> Settings:
    """Settings over the small corpus and a folder with an added document."""
    home = tmp_path_factory.mktemp("home")
    (home / "fiche.md").write_text(SHEET, encoding="utf-8")
    told = Settings(_env_file=None, home=home, corpus=small_corpus)
    add_file(home / "fiche.md", told.documents)
    return told


@contextmanager
def reranking(score: Score, seen: list[dict[str, Any]], status: int = 200) -> Iterator[str]:
    """A server that scores each passage, and gives them last first."""

    def answer(path: str, body: dict[str, Any]) -> tuple[int, Any]:
        seen.append({"path": path, **body})
        scores = [*enumerate(score(body["query"], body["documents"]))]
        return status, {"results": [{"index": n, "relevance_score": one} for n, one in reversed(scores)]}

    with answering_posts(answer) as address:
        yield address


def ask(informed: Settings, question: str, address: str = "") -> Any:
    """The reply, by the reranker of an address, "" for the one that ships."""
    served = {"reranker": "openai:relecteur", "llm_base_url": address} if address else {}
    return open_answering(informed.model_copy(update=served)).ask(question)


def test_the_network_that_ships_answers_alike_when_a_server_gives_it(informed: Settings) -> None:
    pairs, seen = PairReader(Settings(_env_file=None).corpus / SHIPPED), []  # type: ignore[var-annotated]
    with reranking(lambda q, texts: [float(1 / (1 + np.exp(-x))) for x in pairs.answers(q, texts)], seen) as address:
        assert ask(informed, ASKED, address).text == ask(informed, ASKED).text
    assert "samedi matin" in ask(informed, ASKED).text
    assert {(one["path"], one["model"], one["query"]) for one in seen} == {("/v1/rerank", "relecteur", ASKED)}


def test_the_sentence_that_a_server_scores_best_is_the_one_told(informed: Settings) -> None:
    with reranking(lambda _, texts: [0.99 if "intervenantes" in text else 0.01 for text in texts], []) as address:
        told = ask(informed, "Qui reçoit les familles à l’espace de rencontre, d’après la fiche ?", address).text
    assert "intervenantes formées" in told and "Tilleuls" not in told


def test_a_served_reranker_sees_no_personal_data(informed: Settings) -> None:
    seen: list[dict[str, Any]] = []
    with reranking(lambda _, texts: [0.5] * len(texts), seen) as address:
        ask(informed, "Quel jour Mme Éloïse Dupont va-t-elle à l’espace de rencontre ?", address)
    assert seen and not any("Dupont" in one["query"] for one in seen)


@pytest.mark.parametrize(
    ("score", "status"),
    [
        pytest.param(lambda _, texts: [0.5] * len(texts), 401, id="refused"),
        pytest.param(lambda _, texts: [0.5] * (len(texts) - 1), 200, id="one_is_missing"),
        pytest.param(lambda _, texts: [12.0] * len(texts), 200, id="no_share"),
        pytest.param(lambda _, texts: [0.5] * (len(texts) + 1), 200, id="one_too_many"),
    ],
)
def test_a_reranker_that_fails_is_told_in_one_sentence(informed: Settings, score: Score, status: int) -> None:
    with (
        reranking(score, [], status) as address,
        pytest.raises(RupfamError, match="relecteur ne répond pas comme prévu : vérifiez RUPFAM_RERANKER"),
    ):
        ask(informed, ASKED, address)


def test_a_reranker_of_another_form_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUPFAM_RERANKER", "un modèle")
    with pytest.raises(RupfamError, match="Le réglage RUPFAM_RERANKER n’est pas valable"):
        read_settings()
