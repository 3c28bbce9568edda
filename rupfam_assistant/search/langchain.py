"""The retrieval under LangChain's protocol, for programs that already speak it."""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever

from rupfam_assistant.search.retrieval import Retrieval


class PassageRetriever(BaseRetriever):
    """The `k` best passages of a question, each with document, section, start, end and score as metadata."""

    retrieval: Any
    k: int = 4

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        found: Retrieval = self.retrieval
        return [
            LangChainDocument(
                page_content=hit.passage.text,
                metadata={
                    "document": hit.passage.document,
                    "section": hit.passage.section,
                    "start": hit.start,
                    "end": hit.end,
                    "score": hit.score,
                },
            )
            for hit in found.hits(query)[: self.k]
        ]
