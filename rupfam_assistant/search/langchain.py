"""The retrieval under LangChain's protocol, for programs that already speak it."""

from collections.abc import Callable, Sequence

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever

from rupfam_assistant.search.retrieval import Hit


class PassageRetriever(BaseRetriever):
    """The `k` best quotes or sentences for a question, each with document, section, start, end and score as metadata;
    `search` gives the hits of a question, best first."""

    search: Callable[[str], Sequence[Hit]]
    k: int = 4

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        hits = self.search(query)[: self.k]
        return [LangChainDocument(page_content=h.text, metadata={**h.record, "score": h.score}) for h in hits]
