"""The embedding model: the small French one that ships with the program, or any other of sentence-transformers."""

import hashlib
import os
from pathlib import Path

from langchain_core.embeddings import Embeddings

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.settings import Settings

SHIPPED = "model"


def find_model(settings: Settings) -> Path:
    """The folder of the embedding model; RupfamError when it is not on this machine. Nothing is downloaded."""
    name = settings.embeddings
    folder = Path(name) if name else settings.corpus / SHIPPED
    if folder.is_dir():
        if not (folder / "modules.json").is_file():
            raise RupfamError(
                f"Le dossier {folder} ne contient pas de modèle sentence-transformers : corrigez RUPFAM_EMBEDDINGS ou réinstallez le programme."
            )
        return folder
    if not name:
        raise RupfamError(
            f"Le modèle d’embeddings {folder} manque : réinstallez le programme ou lancez « rupfam train »."
        )
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name if "/" in name else f"sentence-transformers/{name}", local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError) as error:
        raise RupfamError(
            f"Le modèle d’embeddings « {name} » n’est pas sur cette machine : téléchargez-le d’abord (« hf download {name} »),"
            " donnez le chemin de son dossier, ou videz RUPFAM_EMBEDDINGS."
        ) from error


def fingerprint_model(folder: Path) -> str:
    """A hash of the files of a model, so that another model means another index."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in (".json", ".safetensors", ".bin", ".txt", ".model"):
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


class SentenceEmbeddings(Embeddings):
    """A sentence-transformers model under LangChain's protocol; vectors are of length 1, as lists of floats."""

    def __init__(self, folder: Path) -> None:
        os.environ["HF_HUB_OFFLINE"] = "1"
        from safetensors import SafetensorError
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
            raise RupfamError(
                f"Le modèle d’embeddings du dossier {folder} ne se charge pas : remplacez-le ou videz RUPFAM_EMBEDDINGS."
            ) from error

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""
        vectors: list[list[float]] = self._model.encode_document(
            texts, batch_size=256, normalize_embeddings=True, show_progress_bar=False
        ).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        vector: list[float] = self._model.encode_query(
            text, normalize_embeddings=True, show_progress_bar=False
        ).tolist()
        return vector
