"""What the texts are: file, document, structure, passages that are exact slices."""
