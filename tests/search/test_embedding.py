"""The embedding model that ships, and any other in its place."""

import json
import math
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.office import open_office
from rupfam_assistant.search.embedding import SentenceEmbeddings, find_model, fingerprint_model
from rupfam_assistant.search.index import current_generation
from rupfam_assistant.settings import Settings
from rupfam_assistant.texts.passages import Passage
from rupfam_assistant.training.encoder import train_tokenizer

CORPUS = Path(__file__).parents[2] / "corpus"
MEGABYTE = 1_000_000
WATCHED = """
import sys
strangers = []
sys.addaudithook(lambda event, arguments: strangers.append(arguments[1]) if event in ("socket.connect", "socket.getaddrinfo") else None)
from rupfam_assistant.cli import main
code = main(["ask", "Quel est le préavis ?"])
print(code, strangers, sorted({"torch", "sentence_transformers", "chromadb"} & set(sys.modules)))
"""


def settings(embeddings: str = "", corpus: Path = CORPUS) -> Settings:
    return Settings(_env_file=None, corpus=corpus, embeddings=embeddings)


@pytest.fixture(scope="module")
def shipped() -> SentenceEmbeddings:
    return SentenceEmbeddings(find_model(settings()))


@pytest.fixture(scope="module")
def other_model(tmp_path_factory: pytest.TempPathFactory, passages: tuple[Passage, ...]) -> Path:
    """The folder of another sentence-transformers model, never trained."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    folder = tmp_path_factory.mktemp("other") / "autre-modele"
    tokenizer = train_tokenizer([passage.text for passage in passages], 300)
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=16)], device="cpu").save_pretrained(
        str(folder), create_model_card=False
    )
    return folder


def test_the_shipped_model_weighs_less_than_ten_megabytes_with_its_card() -> None:
    files = {path.name: path.stat().st_size for path in (CORPUS / "model").rglob("*") if path.is_file()}
    assert sum(files.values()) < 10 * MEGABYTE
    assert {"README.md", "model.safetensors", "modules.json", "tokenizer.json"} <= set(files)


def test_the_shipped_model_gives_vectors_of_length_one(shipped: SentenceEmbeddings) -> None:
    vectors = [
        *shipped.embed_documents(["La médiation familiale", "préavis de deux mois"]),
        shipped.embed_query("Quel est le préavis ?"),
    ]
    assert {len(vector) for vector in vectors} == {256}
    assert [round(math.hypot(*vector), 4) for vector in vectors] == [1.0, 1.0, 1.0]


def test_what_means_the_same_is_nearer_than_what_does_not(shipped: SentenceEmbeddings) -> None:
    asked = shipped.embed_query("Quel est le préavis pour dénoncer la convention ?")
    notice, media = shipped.embed_documents(
        [
            "La convention peut être dénoncée par l’une des parties deux mois au plus tard avant l’arrivée du terme",
            "Les espaces de rencontre qui sont des lieux neutres d’exercice du droit de visite",
        ]
    )
    assert dot(asked, notice) > dot(asked, media) + 0.2


def dot(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def test_typography_changes_no_vector(shipped: SentenceEmbeddings) -> None:
    assert shipped.embed_query("L’arrêté d’œuvre") == shipped.embed_query("l'arrete d'oeuvre")


def test_another_model_by_its_folder_answers_from_an_index_of_its_own(
    other_model: Path, small_settings: Settings
) -> None:
    open_office(small_settings).retrieval.index.close()
    shipped_name = current_generation(small_settings.index)
    other = small_settings.model_copy(update={"embeddings": str(other_model)})
    opened = open_office(other)
    assert len(opened.retrieval.embeddings.embed_query("préavis")) == 16
    reply = opened.ask("Que dit l’article 8 ?")
    assert reply.hits[0].passage.document == "trame" and "Article 8" in reply.hits[0].passage.headings
    opened.retrieval.index.close()
    other_name = current_generation(small_settings.index)
    assert other_name not in (None, shipped_name)
    assert {shipped_name, other_name} <= {path.name for path in small_settings.index.iterdir()}


def test_the_fingerprint_tells_one_model_from_another(other_model: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(other_model, tmp_path / "copie"))
    assert fingerprint_model(copy) == fingerprint_model(other_model) != fingerprint_model(CORPUS / "model")
    tokenizer = json.loads((copy / "tokenizer.json").read_text(encoding="utf-8"))
    (copy / "tokenizer.json").write_text(json.dumps({**tokenizer, "version": "2.0"}), encoding="utf-8")
    assert fingerprint_model(copy) != fingerprint_model(other_model)


def test_a_model_that_cannot_be_had_is_told_before_anything_heavy_and_without_the_network(tmp_path: Path) -> None:
    environment = {
        "RUPFAM_EMBEDDINGS": "personne/modele-inconnu",
        "HF_HOME": str(tmp_path),
        "HOME": str(tmp_path),
        "RUPFAM_HOME": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "-c", WATCHED],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=30,
    )
    assert done.stdout == "1 [] []\n"
    assert done.stderr.startswith("Le modèle d’embeddings « personne/modele-inconnu » n’est pas sur cette machine : ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["inconnu", "a/b/c", "../ailleurs", " ", "http://exemple.fr/modele"])
def test_no_name_of_a_model_crashes(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RupfamError, match="n’est pas sur cette machine"):
        find_model(settings(name))


def test_a_folder_without_a_model_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(RupfamError) as told:
        find_model(settings(str(tmp_path)))
    assert f"Le dossier {tmp_path} ne contient pas de modèle" in str(told.value)


def test_a_missing_shipped_model_is_told_with_the_command_that_makes_it(copied_corpus: Path) -> None:
    shutil.rmtree(copied_corpus / "model")
    with pytest.raises(RupfamError, match="rupfam train"):
        find_model(settings(corpus=copied_corpus))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("model.safetensors", b"garbage"),
        ("model.safetensors", None),
        ("tokenizer.json", None),
        ("modules.json", b"{"),
        ("modules.json", b"[]"),
        ("config_sentence_transformers.json", b"x"),
    ],
)
def test_a_damaged_model_is_told_by_its_folder(
    name: str, content: bytes | None, other_model: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(other_model, tmp_path / "modele"))
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(content)
    with pytest.raises(RupfamError) as told:
        SentenceEmbeddings(find_model(settings(str(folder)))).embed_query("préavis")
    assert str(folder) in str(told.value)
