"""What speaks of it: embedding, index, retrieval."""
