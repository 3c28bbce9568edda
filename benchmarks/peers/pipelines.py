"""The usual pipelines: each takes the texts, an embedding model's folder and a number of results, and gives back a search."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

QUERY, PASSAGE = "query: ", "passage: "
"""What that encoder reads before a question and before a text; every peer is told so."""

Found = list[tuple[str, str]]  # (document, text of the chunk), best first
Search = Callable[[str], Found]


def open_langchain(texts: dict[str, str], model: str, k: int) -> Search:
    """The chain of LangChain's RAG tutorial: recursive splitter 1000/200, in-memory vector store."""
    from langchain_core.documents import Document
    from langchain_core.vectorstores import InMemoryVectorStore
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    documents = [Document(page_content=text, metadata={"document": name}) for name, text in texts.items()]
    prompts = {"encode_kwargs": {"prompt": PASSAGE}, "query_encode_kwargs": {"prompt": QUERY}}
    store = InMemoryVectorStore(HuggingFaceEmbeddings(model_name=model, **prompts))
    store.add_documents(splitter.split_documents(documents))
    return lambda question: [(d.metadata["document"], d.page_content) for d in store.similarity_search(question, k=k)]


def open_llamaindex(texts: dict[str, str], model: str, k: int) -> Search:
    """LlamaIndex's starter: SentenceSplitter with its defaults (1,024 tokens, overlap 200), VectorStoreIndex."""
    from llama_index.core import Document, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    embedding = HuggingFaceEmbedding(model_name=model, query_instruction=QUERY, text_instruction=PASSAGE)
    documents = [Document(text=text, doc_id=name) for name, text in texts.items()]
    index = VectorStoreIndex.from_documents(documents, transformations=[SentenceSplitter()], embed_model=embedding)
    retriever = index.as_retriever(similarity_top_k=k)
    return lambda question: [(r.node.ref_doc_id, r.node.get_content()) for r in retriever.retrieve(question)]


def split_haystack(texts: dict[str, str]) -> list[Any]:
    """Haystack's DocumentSplitter with its defaults (200 words, no overlap)."""
    from haystack import Document
    from haystack.components.preprocessors import DocumentSplitter

    documents = [Document(content=text, meta={"document": name}) for name, text in texts.items()]
    return list(DocumentSplitter().run(documents=documents)["documents"])


def open_haystack_bm25(texts: dict[str, str], model: str, k: int) -> Search:
    """Haystack by words: InMemoryBM25Retriever; uses no embedding model."""
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    store = InMemoryDocumentStore()
    store.write_documents(split_haystack(texts))
    retriever = InMemoryBM25Retriever(store, top_k=k)
    return lambda question: [(d.meta["document"], d.content) for d in retriever.run(query=question)["documents"]]


def open_haystack_vectors(texts: dict[str, str], model: str, k: int) -> Search:
    """Haystack by vectors: InMemoryEmbeddingRetriever."""
    from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore
    from haystack_integrations.components.embedders.sentence_transformers import (
        SentenceTransformersDocumentEmbedder,
        SentenceTransformersTextEmbedder,
    )

    store = InMemoryDocumentStore(embedding_similarity_function="cosine")
    writer = SentenceTransformersDocumentEmbedder(model=model, prefix=PASSAGE, progress_bar=False)
    reader = SentenceTransformersTextEmbedder(model=model, prefix=QUERY, progress_bar=False)
    writer.warm_up()
    reader.warm_up()
    store.write_documents(writer.run(documents=split_haystack(texts))["documents"])
    retriever = InMemoryEmbeddingRetriever(store, top_k=k)
    return lambda question: [
        (d.meta["document"], d.content)
        for d in retriever.run(query_embedding=reader.run(question)["embedding"])["documents"]
    ]


def open_txtai(texts: dict[str, str], model: str, k: int, hybrid: bool = False) -> Search:
    """A txtai Embeddings database with content, over paragraphs: by vectors, or by BM25 as well, half and half."""
    from txtai import Embeddings
    from txtai.pipeline.data.segmentation import Segmentation

    split = Segmentation(paragraphs=True)
    rows = [{"text": chunk, "document": name} for name, text in texts.items() for chunk in split(text)]
    prompts = {"query": QUERY, "data": PASSAGE}
    embeddings = Embeddings(
        path=model, method="sentence-transformers", instructions=prompts, content=True, hybrid=hybrid
    )
    embeddings.index(rows)
    documents = {row["text"]: row["document"] for row in reversed(rows)}
    return lambda question: [(documents[r["text"]], r["text"]) for r in embeddings.search(question, k)]


@dataclass(frozen=True)
class Peer:
    """A pipeline as a row of the table: its name, how it opens, how many chunks it returns, whether it has an embedding model."""

    name: str
    title: str
    opens: Callable[[dict[str, str], str, int], Search]
    k: int
    embeds: bool = True


PEERS = [
    Peer("langchain", "LangChain, tutoriel (1000/200, k = 4)", open_langchain, 4),
    Peer("llamaindex", "LlamaIndex (k = 2)", open_llamaindex, 2),
    Peer("llamaindex-wide", "LlamaIndex (k = 10)", open_llamaindex, 10),
    Peer("haystack-bm25", "Haystack, BM25 (k = 10)", open_haystack_bm25, 10, embeds=False),
    Peer("haystack-vectors", "Haystack, vecteurs (k = 10)", open_haystack_vectors, 10),
    Peer("txtai", "txtai (k = 3)", open_txtai, 3),
    Peer("txtai-hybrid", "txtai, hybride (k = 3)", partial(open_txtai, hybrid=True), 3),
    Peer("txtai-hybrid-wide", "txtai, hybride (k = 20)", partial(open_txtai, hybrid=True), 20),
]
