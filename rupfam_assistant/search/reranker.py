"""The reranker: what reads a question with each passage of an added document, to tell which answers it; the reader of
pairs that ships, or a model that a server gives at `/rerank`, as Albert API, vLLM, Cohere and Jina do."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.guard.personal import mask_personal_data
from rupfam_assistant.search.pairs import PairReader
from rupfam_assistant.settings import Settings

if TYPE_CHECKING:
    from openai import OpenAI

SURE = 1e-4
"""How near to 0 and to 1 a score is taken to be at the most: one of 1 would outweigh whatever else is known."""


class Reranker(Protocol):
    """What gives the log-odds that each passage answers the question, one a passage."""

    def answers(self, question: str, passages: Sequence[str]) -> np.ndarray: ...


class ServedReranker:
    """A model served at `/rerank`, by the client of openai."""

    def __init__(self, model: str, client: "OpenAI") -> None:
        self._model, self._client = model, client

    def answers(self, question: str, passages: Sequence[str]) -> np.ndarray:
        """The log-odds of its relevance scores (0..1), personal data hidden from it; RupfamError when it gives none."""
        from openai import OpenAIError

        sent = {"query": mask_personal_data(question), "documents": [mask_personal_data(one) for one in passages]}
        try:
            told = self._client.post("/rerank", cast_to=object, body={"model": self._model, **sent})
            return _log_odds(told, len(passages))
        except (OpenAIError, ValueError, TypeError, KeyError, IndexError) as error:
            raise RupfamError(
                f"Le modèle de reclassement {self._model} ne répond pas comme prévu : vérifiez RUPFAM_RERANKER,"
                " RUPFAM_LLM_BASE_URL et RUPFAM_LLM_API_KEY, ou videz RUPFAM_RERANKER."
            ) from error


def open_reranker(settings: Settings, pairs: PairReader) -> Reranker:
    """The reranker that the settings name, `pairs` for none; RupfamError when its library is not installed."""
    if not settings.reranker:
        return pairs
    try:
        from openai import OpenAI
    except ImportError as error:
        needed = "demande le paquet openai : installez « rupfam-assistant[llm] »."
        raise RupfamError(f"Le réglage RUPFAM_RERANKER {needed}") from error
    key = settings.llm_api_key.get_secret_value() or "aucune"
    client = OpenAI(base_url=settings.llm_base_url or None, api_key=key, timeout=settings.llm_timeout)
    return ServedReranker(settings.reranker.removeprefix("openai:"), client)


def _log_odds(told: Any, count: int) -> np.ndarray:
    """Those of `{"results": [{"index": 0, "relevance_score": .9}, …]}`; ValueError unless each passage has one."""
    scores = np.full(count, np.nan)
    for one in told["results"]:
        scores[one["index"] if one["index"] >= 0 else count] = one["relevance_score"]
    if not ((scores >= 0) & (scores <= 1)).all():
        raise ValueError("a score a passage in 0..1 was expected")
    scores = scores.clip(SURE, 1 - SURE)
    return np.asarray(np.log(scores / (1 - scores)))
