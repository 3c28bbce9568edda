"""Writes the encoder that ours is trained from, untrained, as a sentence-transformers model that the peers can open.

    models.py [FOLDER]

A trained one beside it (the folder that sentence-transformers saved it in) makes the peers' other rows.
"""

import sys
from pathlib import Path

from rupfam_assistant.settings import CHECKOUT
from rupfam_assistant.texts.documents import read_corpus
from rupfam_assistant.training.base import french_texts
from rupfam_assistant.training.encoder import make_encoder

BASE = CHECKOUT / "build" / "peers" / "multilingual-e5-small"


def main(folder: Path) -> None:
    texts = (document.text for document in read_corpus(CHECKOUT / "corpus"))
    make_encoder(french_texts(texts)).save_pretrained(str(folder), create_model_card=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else BASE)
