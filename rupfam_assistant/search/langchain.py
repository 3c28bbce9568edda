"""The retrieval under LangChain's protocol, for programs that already speak it."""

from collections.abc import Callable, Sequence

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever

from rupfam_assistant.search.retrieval import Hit


class PassageRetriever(BaseRetriever):
    """The `k` best quotes or sentences for a question, each with document, section, start, end and score as metadata;
    `search` gives
    the hits of a question, best first."""

    search: Callable[[str], Sequence[Hit]]
    k: int = 4

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        return [
            LangChainDocument(
                page_content=hit.text,
                metadata={
                    "document": hit.passage.document,
                    "section": hit.passage.section,
                    "start": hit.start,
                    "end": hit.end,
                    "score": hit.score,
                },
            )
            for hit in self.search(query)[: self.k]
        ]
