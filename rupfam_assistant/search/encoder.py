"""The encoder: texts as vectors of length 1, by the French model that ships with the program, by any other of
sentence-transformers, or by a server."""

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np
from pydantic import SecretStr

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.guard.personal import mask_personal_data
from rupfam_assistant.settings import Settings

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

TextKind = Literal["query", "passage"]
"""What a text is to the encoder: something asked, or something told."""

SHIPPED, SERVED = "model", "openai:"
NETWORK, PAIRS, VECTORS = "model.onnx", "pairs.onnx", "vectors.npz"
PAD = 1
"""The piece that fills up the shorter texts of a batch."""

LONGEST = 128
"""Pieces of a text that the shipped encoder reads; questions and sentences are shorter."""

BATCH = 16
"""Texts encoded together: few, since the shorter ones are filled up to the longest."""
HASHED = (".json", ".safetensors", ".onnx", ".bin", ".txt", ".model")


class Encoder(Protocol):
    """What encodes; `name` tells one model from another."""

    @property
    def name(self) -> str: ...

    def encode(self, texts: Sequence[str], kind: TextKind) -> np.ndarray:
        """One row of float32 of length 1 a text."""
        ...


def open_network(folder: Path, name: str) -> tuple["Tokenizer", "InferenceSession"]:
    """The tokenizer and a network of the model that ships; RupfamError when they are damaged."""
    import onnxruntime
    from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidArgument, InvalidGraph, InvalidProtobuf
    from tokenizers import Tokenizer

    try:
        tokenizer = (folder / "tokenizer.json").read_text(encoding="utf-8")
        json.loads(tokenizer)["model"]  # what is no tokenizer raises no type of its own there
        options = onnxruntime.SessionOptions()
        threads = os.environ.get("OMP_NUM_THREADS", "")  # what whoever runs it grants
        options.intra_op_num_threads = int(threads) if threads.isdigit() else min(4, os.cpu_count() or 1)
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # or threads wait at full speed
        options.add_session_config_entry(
            "session.x64quantprecision", "1"
        )  # without VNNI, sums of 8 bits would overflow
        network = onnxruntime.InferenceSession(str(folder / name), options, providers=["CPUExecutionProvider"])
        return Tokenizer.from_str(tokenizer), network
    except (
        *(OSError, ValueError, KeyError, TypeError, RuntimeError),
        *(Fail, InvalidArgument, InvalidGraph, InvalidProtobuf),
    ) as error:
        raise RupfamError(f"Le modèle du dossier {folder} est abîmé : réinstallez le programme.") from error


class ShippedEncoder:
    """The network that ships, run by onnxruntime; its name is a hash of its files."""

    def __init__(self, folder: Path) -> None:
        self.name = _fingerprint(folder)
        self._tokenizer, self._network = open_network(folder, NETWORK)
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.enable_padding(pad_id=PAD, pad_token="<pad>")

    def encode(self, texts: Sequence[str], kind: TextKind) -> np.ndarray:
        """The vectors of texts, those of like length encoded together."""
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
        rows = [self._batch([f"{kind}: {texts[n]}" for n in order[i : i + BATCH]]) for i in range(0, len(order), BATCH)]
        vectors = np.concatenate(rows) if rows else np.zeros((0, 0), np.float32)
        return vectors[np.argsort(order)] if order else vectors

    def _batch(self, texts: list[str]) -> np.ndarray:
        read = self._tokenizer.encode_batch(texts)
        inputs = {
            "input_ids": np.array([one.ids for one in read], np.int64),
            "attention_mask": np.array([one.attention_mask for one in read], np.int64),
        }
        (vectors,) = self._network.run(None, inputs)
        return np.asarray(vectors, np.float32)


@lru_cache(maxsize=1)
def shipped_encoder(corpus: Path) -> ShippedEncoder:
    """The encoder that ships with a corpus, opened once."""
    return ShippedEncoder(corpus / SHIPPED)


class SentenceTransformersEncoder:
    """A model of sentence-transformers, in a folder of this machine; its name is a hash of its files."""

    def __init__(self, folder: Path) -> None:
        os.environ["HF_HUB_OFFLINE"] = "1"
        from safetensors import SafetensorError
        from sentence_transformers import SentenceTransformer

        self.name = _fingerprint(folder)
        try:
            self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
            remedy = "remplacez-le ou videz RUPFAM_EMBEDDINGS"
            raise RupfamError(f"Le modèle du dossier {folder} ne se charge pas : {remedy}.") from error

    def encode(self, texts: Sequence[str], kind: TextKind) -> np.ndarray:
        """The vectors of texts, each with the prompt that the model declares for its kind."""
        encode = self._model.encode_query if kind == "query" else self._model.encode_document
        rows = encode(list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(rows, np.float32)


class ServedEncoder:
    """A model that a server of the OpenAI kind serves, through LangChain: that of the language model's settings."""

    def __init__(self, model: str, address: str, key: str) -> None:
        try:
            from langchain_openai import OpenAIEmbeddings
        except ImportError as error:
            needed = "demande le paquet langchain-openai : installez « rupfam-assistant[llm] »."
            raise RupfamError(f"Le réglage RUPFAM_EMBEDDINGS {needed}") from error
        self.name = f"{model} @ {address}"
        options: dict[str, Any] = {"check_embedding_ctx_length": False, "chunk_size": BATCH, "max_retries": 2}
        secret = SecretStr(key or "aucune")
        self._embeddings = OpenAIEmbeddings(model=model, base_url=address, api_key=secret, **options)

    def encode(self, texts: Sequence[str], kind: TextKind) -> np.ndarray:
        """The vectors of texts, personal data of queries hidden; RupfamError when the server does not give them."""
        from openai import OpenAIError

        sent = [mask_personal_data(text) for text in texts] if kind == "query" else list(texts)
        try:
            vectors = np.array(self._embeddings.embed_documents(sent), np.float32)
            return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)
        except (OpenAIError, ValueError, TypeError) as error:
            raise RupfamError(
                f"Le modèle de vecteurs {self.name} ne répond pas comme prévu : vérifiez RUPFAM_EMBEDDINGS,"
                " RUPFAM_LLM_BASE_URL et RUPFAM_LLM_API_KEY, ou videz RUPFAM_EMBEDDINGS."
            ) from error


@dataclass(frozen=True)
class RememberingEncoder:
    """An encoder and the vectors of texts that it encoded before, by the key of each: these are not encoded again."""

    encoder: Encoder
    known: Mapping[bytes, np.ndarray]

    @property
    def name(self) -> str:
        """That of the encoder."""
        return self.encoder.name

    def encode(self, texts: Sequence[str], kind: TextKind) -> np.ndarray:
        """The vectors of texts, remembered or encoded."""
        keys = [text_key(text, kind) for text in texts]
        fresh = [text for text, key in zip(texts, keys, strict=True) if key not in self.known]
        encoded = iter(self.encoder.encode(fresh, kind)) if fresh else iter(())
        rows = [self.known[key] if key in self.known else next(encoded) for key in keys]
        return np.asarray(rows, np.float32) if rows else np.zeros((0, 0), np.float32)


def text_key(text: str, kind: TextKind) -> bytes:
    """What a vector is remembered by: eight bytes of a hash."""
    return hashlib.sha256(f"{kind}: {text}".encode("utf-8", "replace")).digest()[:8]


def open_encoder(settings: Settings) -> RememberingEncoder:
    """The encoder that the settings name, with the vectors that ship or that were kept beside the index; RupfamError
    when it is not on this machine. Nothing is downloaded."""
    folder = settings.corpus / SHIPPED
    if settings.embeddings.startswith(SERVED):
        address = settings.llm_base_url or "https://api.openai.com/v1"
        key = settings.llm_api_key.get_secret_value()
        encoder: Encoder = ServedEncoder(settings.embeddings.removeprefix(SERVED), address, key)
    elif settings.embeddings:
        encoder = SentenceTransformersEncoder(_find(settings.embeddings))
    elif (folder / NETWORK).is_file():
        encoder = ShippedEncoder(folder)
    else:
        raise RupfamError(f"Le modèle {folder / NETWORK} manque : réinstallez le programme ou lancez « rupfam train ».")
    places = (folder / VECTORS, _kept_vectors(settings, encoder))
    return RememberingEncoder(encoder, {k: v for place in places for k, v in read_vectors(place, encoder.name).items()})


def remember(
    encoder: RememberingEncoder, texts: Mapping[TextKind, Sequence[str]], settings: Settings
) -> RememberingEncoder:
    """The encoder with the vectors of these texts: those of another model, or of data changed since the model was
    trained, are kept beside the index, so that the next start encodes none of them."""
    if all(text_key(text, kind) in encoder.known for kind, some in texts.items() for text in some):
        return encoder
    path = _kept_vectors(settings, encoder)
    write_vectors(path, encoder, texts)
    return replace(encoder, known={**encoder.known, **read_vectors(path, encoder.name)})


def _kept_vectors(settings: Settings, encoder: Encoder) -> Path:
    return settings.index / f"vectors-{text_key(encoder.name, 'passage').hex()}.npz"


def read_vectors(path: Path, name: str) -> Mapping[bytes, np.ndarray]:
    """The vectors that ship with the model of that name; none when the file is missing or of another model."""
    try:
        with np.load(path) as told:
            if str(told["model"]) != name:
                return {}
            keys, vectors = told["keys"], told["vectors"].astype(np.float32)
    except (OSError, EOFError, ValueError, KeyError, NotImplementedError, zlib.error, zipfile.BadZipFile):
        return {}
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return {key.tobytes(): vector for key, vector in zip(keys, vectors, strict=True)}


def write_vectors(path: Path, encoder: Encoder, texts: Mapping[TextKind, Sequence[str]]) -> None:
    """Encodes texts and writes their vectors on 8 bits, beside then renamed."""
    told = {
        text_key(text, kind): vector
        for kind, some in texts.items()
        for text, vector in zip(some, encoder.encode(some, kind), strict=True)
    }
    keys = np.array([np.frombuffer(key, np.uint8) for key in told])
    vectors, beside = np.array(list(told.values())), path.with_suffix(".new.npz")
    on_8_bits = np.round(127 * vectors / np.abs(vectors).max(1, keepdims=True)).astype(np.int8)
    np.savez_compressed(beside, model=np.array(encoder.name), keys=keys, vectors=on_8_bits)
    beside.replace(path)


def _find(name: str) -> Path:
    """The folder of a model of sentence-transformers, by its path or by its name."""
    folder = Path(name)
    if folder.is_dir():
        if not (folder / "modules.json").is_file():
            lacking = "ne contient pas de modèle sentence-transformers : corrigez RUPFAM_EMBEDDINGS"
            raise RupfamError(f"Le dossier {folder} {lacking}.")
        return folder
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name if "/" in name else f"sentence-transformers/{name}", local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError) as error:
        raise RupfamError(
            f"Le modèle « {name} » n’est pas sur cette machine : téléchargez-le d’abord (« hf download {name} »),"
            " donnez le chemin de son dossier, ou videz RUPFAM_EMBEDDINGS."
        ) from error


def _fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in HASHED and path.name not in (PAIRS, VECTORS):
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
