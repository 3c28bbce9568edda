"""The encoder that ships, and any other in its place."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from encoding import save_tiny_model
from hypothesis import given, settings
from hypothesis import strategies as st
from servers.posting import answering_posts

from rupfam_assistant.answers.knowledge import Knowledge, read_knowledge
from rupfam_assistant.answers.opening import open_answering
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.search.encoder import (
    NETWORK,
    PAIRS,
    VECTORS,
    RememberingEncoder,
    SentenceTransformersEncoder,
    ShippedEncoder,
    TextKind,
    open_encoder,
    read_vectors,
    text_key,
    write_vectors,
)
from rupfam_assistant.search.index import current_generation
from rupfam_assistant.settings import Settings
from rupfam_assistant.training.learning import shipped_texts

CORPUS = Path(__file__).parents[2] / "corpus"
MEGABYTE = 1_000_000
NOTICE = "Quel est le préavis pour dénoncer la convention ?"
WATCHED = """
import sys
strangers = []
sys.addaudithook(lambda event, arguments: strangers.append(arguments[1]) if event in ("socket.connect", "socket.getaddrinfo") else None)
from rupfam_assistant.cli import main
code = main(["ask", "Quel est le préavis ?"])
print(code, strangers, sorted({"torch", "sentence_transformers", "chromadb"} & set(sys.modules)))
"""
DAMAGES = {
    "half": lambda content: content[: len(content) // 2],
    "garbage": lambda content: b"\xff\x00" * 40,
    "nothing": lambda content: b"",
    "something else": lambda content: b'{"version": "1.0"}',
}


def settings_of(embeddings: str = "", corpus: Path = CORPUS, home: Path = CORPUS) -> Settings:
    return Settings(_env_file=None, corpus=corpus, embeddings=embeddings, home=home)


@pytest.fixture(scope="module")
def shipped() -> ShippedEncoder:
    return ShippedEncoder(CORPUS / "model")


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    return read_knowledge(settings_of(home=tmp_path_factory.mktemp("nothing-added")))


@pytest.fixture(scope="module")
def other_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny BERT of sentence-transformers, of random weights."""
    folder = tmp_path_factory.mktemp("other") / "autre-modele"
    save_tiny_model(folder)
    return folder


class Refusing:
    """An encoder that must not be asked."""

    name = "refusing"

    def encode(self, texts: Sequence[str], kind: TextKind) -> np.ndarray:
        raise AssertionError(f"{len(texts)} texts encoded, among them {texts[0]!r}")


def test_the_model_ships_in_less_than_64_megabytes_with_its_card() -> None:
    files = {path.name: path.stat().st_size for path in (CORPUS / "model").rglob("*") if path.is_file()}
    assert sum(files.values()) < 64 * MEGABYTE
    assert {"README.md", NETWORK, PAIRS, VECTORS, "tokenizer.json"} == set(files)
    card = (CORPUS / "model" / "README.md").read_text(encoding="utf-8")
    assert all(told in card for told in ("license: mit", "multilingual-e5-small", "graine", "questions mises de côté"))


def test_the_shipped_model_gives_vectors_of_length_one_in_the_order_of_the_texts(shipped: ShippedEncoder) -> None:
    texts = [NOTICE, "oui", "La médiation familiale " * 30]
    vectors = shipped.encode(texts, "query")
    assert (vectors.shape, vectors.dtype) == ((3, 384), np.float32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-4)
    alone = np.concatenate([shipped.encode([text], "query") for text in texts])
    assert ((vectors * alone).sum(1) > 0.95).all()  # padded together, 8-bit weights round a little otherwise


def test_a_question_and_a_passage_of_the_same_words_are_not_the_same(shipped: ShippedEncoder) -> None:
    assert not np.allclose(shipped.encode([NOTICE], "query"), shipped.encode([NOTICE], "passage"))


def test_what_means_the_same_is_nearer_than_what_does_not(shipped: ShippedEncoder) -> None:
    asked = shipped.encode([NOTICE], "query")[0]
    notice, meeting = shipped.encode(
        [
            "La convention peut être dénoncée par l’une des parties deux mois au plus tard avant l’arrivée du terme",
            "Les espaces de rencontre qui sont des lieux neutres d’exercice du droit de visite",
        ],
        "passage",
    )
    assert asked @ notice > asked @ meeting + 0.1


def test_no_text_gives_no_vector(shipped: ShippedEncoder) -> None:
    assert len(shipped.encode([], "query")) == len(RememberingEncoder(shipped, {}).encode([], "query")) == 0


def test_every_text_that_a_first_start_needs_has_its_vector(knowledge: Knowledge, shipped: ShippedEncoder) -> None:
    texts, known = shipped_texts(knowledge), read_vectors(CORPUS / "model" / VECTORS, shipped.name)
    missing = [text for kind, some in texts.items() for text in some if text_key(text, kind) not in known]
    assert missing == [], "les données ont changé depuis que le modèle est instruit : « rupfam train »"
    told = RememberingEncoder(Refusing(), known)
    assert {kind: len(told.encode(some, kind)) for kind, some in texts.items()} == {k: len(v) for k, v in texts.items()}


def test_a_remembered_vector_is_about_that_of_the_network(knowledge: Knowledge, shipped: ShippedEncoder) -> None:
    known = read_vectors(CORPUS / "model" / VECTORS, shipped.name)
    some = [text for text in shipped_texts(knowledge)["query"] if text_key(text, "query") in known][::600]
    kept = np.array([known[text_key(text, "query")] for text in some])
    cosines = (kept * shipped.encode(some, "query")).sum(1)
    assert cosines.min() > 0.9 and cosines.mean() > 0.97


def test_only_what_is_not_remembered_is_encoded_and_rows_keep_their_places() -> None:
    asked: list[str] = []

    class Telling:
        name = "telling"

        def encode(self, texts: Sequence[str], kind: TextKind) -> np.ndarray:
            asked.extend(texts)
            return np.array([[float(len(text)), 0.0] for text in texts], np.float32)

    known = {text_key("connu", "query"): np.array([7.0, 7.0], np.float32)}
    rows = RememberingEncoder(Telling(), known).encode(["un", "connu", "trois"], "query")
    assert (asked, rows.tolist()) == (["un", "trois"], [[2.0, 0.0], [7.0, 7.0], [5.0, 0.0]])
    assert RememberingEncoder(Telling(), known).encode(["connu"], "passage").tolist() == [[5.0, 0.0]]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(), unique=True, min_size=1, max_size=12))
def test_vectors_written_are_read_again_by_the_same_model_alone(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    from building import LetterEncoder

    path = tmp_path_factory.mktemp("vectors") / VECTORS
    write_vectors(path, LetterEncoder(), {"query": texts, "passage": []})
    read = read_vectors(path, "letters")
    expected = LetterEncoder().encode(texts, "query")
    assert np.allclose([read[text_key(text, "query")] for text in texts], expected, atol=5e-3)
    assert read_vectors(path, "another") == {}
    assert [left.name for left in path.parent.iterdir()] == [VECTORS]


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", [NETWORK, "tokenizer.json"])
def test_a_damaged_model_is_told_with_its_folder(name: str, damage: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(CORPUS / "model", tmp_path / "model", ignore=shutil.ignore_patterns(VECTORS)))
    (folder / name).write_bytes(DAMAGES[damage]((folder / name).read_bytes()))
    with pytest.raises(RupfamError, match=rf"^Le modèle du dossier {folder} est abîmé : .*\.$"):
        ShippedEncoder(folder)


@pytest.mark.parametrize("damage", ["missing", *DAMAGES])
def test_damaged_vectors_are_as_if_there_were_none(damage: str, tmp_path: Path, shipped: ShippedEncoder) -> None:
    path = tmp_path / VECTORS
    if damage != "missing":
        path.write_bytes(DAMAGES[damage]((CORPUS / "model" / VECTORS).read_bytes()))
    assert read_vectors(path, shipped.name) == {}


def test_a_missing_shipped_model_is_told_with_the_command_that_makes_it(copied_corpus: Path) -> None:
    (copied_corpus / "model").unlink()
    with pytest.raises(RupfamError, match="manque : réinstallez le programme ou lancez « rupfam train »"):
        open_encoder(settings_of(corpus=copied_corpus))


def test_another_model_by_its_folder_answers_from_an_index_of_its_own_and_is_not_asked_twice(
    other_model: Path, small_settings: Settings
) -> None:
    open_answering(small_settings).local.index.close()
    shipped_name = current_generation(small_settings.index)
    kept = {path.name for path in small_settings.index.glob("vectors-*.npz")}
    other = small_settings.model_copy(update={"embeddings": str(other_model)})
    opened = open_answering(other)
    assert opened.reader.matcher.encoder.encode(["préavis"], "query").shape == (1, 32)
    assert opened.ask(NOTICE).text
    opened.local.index.close()
    assert current_generation(small_settings.index) not in (None, shipped_name)
    assert len({path.name for path in small_settings.index.glob("vectors-*.npz")} - kept) == 1
    again = open_encoder(other)
    matched = opened.reader.matcher
    silent = replace(again, encoder=Refusing())
    assert len(silent.encode([question.asked for question in matched.questions], "query")) == len(matched.questions)


def test_the_name_tells_one_model_from_another_and_not_its_vectors_nor_its_card(
    other_model: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(other_model, tmp_path / "copie"))
    (copy / "README.md").write_text("# Autre carte", encoding="utf-8")
    (copy / VECTORS).write_bytes(b"vecteurs")
    name = SentenceTransformersEncoder(other_model).name
    assert SentenceTransformersEncoder(copy).name == name
    tokenizer = json.loads((copy / "tokenizer.json").read_text(encoding="utf-8"))
    (copy / "tokenizer.json").write_text(json.dumps(tokenizer, indent=2), encoding="utf-8")
    assert SentenceTransformersEncoder(copy).name != name


def test_a_model_that_cannot_be_had_is_told_before_anything_heavy_and_without_the_network(tmp_path: Path) -> None:
    environment = {
        "RUPFAM_EMBEDDINGS": "personne/modele-inconnu",
        "HF_HOME": str(tmp_path),
        "HOME": str(tmp_path),
        "RUPFAM_HOME": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "-c", WATCHED], env=environment, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.stdout == "1 [] []\n"
    assert done.stderr.startswith("Le modèle « personne/modele-inconnu » n’est pas sur cette machine : ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["inconnu", "a/b/c", "../ailleurs", " ", "http://exemple.fr/modele"])
def test_no_name_of_a_model_crashes(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RupfamError, match="n’est pas sur cette machine"):
        open_encoder(settings_of(name))


def test_a_folder_without_a_model_or_with_a_damaged_one_is_told(other_model: Path, tmp_path: Path) -> None:
    (tmp_path / "vide").mkdir()
    with pytest.raises(
        RupfamError, match="ne contient pas de modèle sentence-transformers : corrigez RUPFAM_EMBEDDINGS"
    ):
        open_encoder(settings_of(str(tmp_path / "vide")))
    damaged = Path(shutil.copytree(other_model, tmp_path / "abîmé"))
    weights = damaged / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:100])
    with pytest.raises(RupfamError, match="ne se charge pas : remplacez-le ou videz RUPFAM_EMBEDDINGS"):
        open_encoder(settings_of(str(damaged)))


@contextmanager
def serving_vectors(status: int = 200, length: int = 8) -> Iterator[tuple[str, list[str]]]:
    """A server of the OpenAI kind that gives each text a vector of its letters: its address, and the texts it saw."""
    seen: list[str] = []

    def answer(_: str, body: dict[str, Any]) -> tuple[int, Any]:
        seen.extend(body["input"])
        rows = [[float(sum(ord(c) % length == i for c in text)) for i in range(length)] for text in body["input"]]
        data = [{"object": "embedding", "index": n, "embedding": row} for n, row in enumerate(rows)]
        told = {"object": "list", "model": "v", "data": data, "usage": {"prompt_tokens": 1, "total_tokens": 1}}
        return status, told if status == 200 else {"error": {"message": "non"}}

    with answering_posts(answer) as address:
        yield address, seen


def served_by(address: str) -> Settings:
    return Settings(_env_file=None, corpus=CORPUS, embeddings="openai:vecteurs", llm_base_url=address)


def test_a_served_model_gives_vectors_of_length_one_and_sees_no_personal_data(tmp_path: Path) -> None:
    with serving_vectors() as (address, seen):
        encoder = open_encoder(served_by(address).model_copy(update={"home": tmp_path}))
        vectors = encoder.encode(["Qui aide Mme Éloïse Dupont ?", "Le préfet signe."], "query")
    assert encoder.name == f"vecteurs @ {address}"
    assert (vectors.shape, vectors.dtype) == ((2, 8), np.float32)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
    assert len(seen) == 2
    assert "Dupont" not in "".join(seen)


def test_another_served_model_makes_another_index(tmp_path: Path) -> None:
    names = set()
    for model in ("un", "autre"):
        told = Settings(
            _env_file=None, corpus=CORPUS, embeddings=f"openai:{model}", llm_base_url="http://127.0.0.1:1/v1"
        )
        names.add(open_encoder(told.model_copy(update={"home": tmp_path})).name)
    assert len(names) == 2


def test_a_server_of_vectors_that_fails_is_told_in_one_sentence(tmp_path: Path) -> None:
    with serving_vectors(status=401) as (address, _):
        encoder = open_encoder(served_by(address).model_copy(update={"home": tmp_path}))
        with pytest.raises(RupfamError, match="ne répond pas comme prévu : vérifiez RUPFAM_EMBEDDINGS"):
            encoder.encode(["Qui signe ?"], "query")
    with pytest.raises(RupfamError, match="ne répond pas comme prévu"):
        encoder.encode(["Qui signe ?"], "passage")
