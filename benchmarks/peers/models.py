"""Writes the encoder as two sentence-transformers models that the peers can open: untrained, and trained as it ships.

models.py [FOLDER]
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np

from rupfam_assistant.places import CHECKOUT
from rupfam_assistant.search.encoder import NETWORK, SHIPPED
from rupfam_assistant.training.base import find_base, read_base
from rupfam_assistant.training.encoder import assemble_encoder

MODELS = CHECKOUT / "build" / "peers"
UNTRAINED, TRAINED = "multilingual-e5-small", "multilingual-e5-small-instruit"


def main(folder: Path) -> None:
    shipped = CHECKOUT / "corpus" / SHIPPED
    base = read_base(find_base())
    pieces = [
        piece for piece, _ in json.loads((shipped / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    ]
    numbers = {piece: number for number, piece in enumerate(base.pieces)}
    model = assemble_encoder(base, tuple(numbers[piece] for piece in pieces))
    model.save_pretrained(str(folder / UNTRAINED), create_model_card=False)
    model[0].auto_model.load_state_dict(shipped_weights(shipped / NETWORK), strict=False)  # without its pooler, unused
    model.save_pretrained(str(folder / TRAINED), create_model_card=False)


def shipped_weights(path: Path) -> dict[str, Any]:
    """The weights of the network that ships, in float32, by the names of BERT's own."""
    import onnx
    import torch
    from onnx.numpy_helper import to_array

    graph = onnx.load(path).graph
    held = {one.name: to_array(one) for one in graph.initializer}

    def whole(name: str) -> np.ndarray:
        root = name.removesuffix("_quantized")
        return (held[name].astype(np.float32) - held[f"{root}_zero_point"]) * held[f"{root}_scale"]

    weights = {name.removeprefix("bert."): value for name, value in held.items() if name.startswith("bert.")}
    weights = {name: value for name, value in weights.items() if not name.endswith(("_scale", "_zero_point"))}
    for name in [name for name in weights if name.endswith("_quantized")]:
        weights[name.removesuffix("_quantized")] = whole(f"bert.{name}")
        del weights[name]
    for node in (node for node in graph.node if node.op_type == "MatMulInteger"):
        layer = re.match(r"/bert/(encoder/layer\.\d+/.*)/MatMul_quant", node.name)
        if layer:
            weights[f"{layer[1].replace('/', '.')}.weight"] = whole(node.input[1]).T
    return {name: torch.tensor(np.ascontiguousarray(value)) for name, value in weights.items()}


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else MODELS)
