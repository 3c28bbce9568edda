"""What ships of a trained encoder: its network in 8-bit ONNX, its tokenizer, the vectors that it will match, a card."""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rupfam_assistant.search.encoder import NETWORK, VECTORS, ShippedEncoder, TextKind, write_vectors

OPSET = 17


def ship_encoder(model: Any, texts: Mapping[TextKind, Sequence[str]], card: str, folder: Path) -> ShippedEncoder:
    """Writes what ships of a model of sentence-transformers beside the folder, then in its place; it as it will run."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
        fresh = Path(beside) / folder.name
        fresh.mkdir()
        export_network(model, fresh / NETWORK)
        model[0].tokenizer.backend_tokenizer.save(str(fresh / "tokenizer.json"))
        (fresh / "README.md").write_text(card, encoding="utf-8")
        write_vectors(fresh / VECTORS, ShippedEncoder(fresh), texts)
        if folder.exists():
            folder.rename(Path(beside) / "former")
        shutil.move(fresh, folder)
    return ShippedEncoder(folder)


def export_network(model: Any, path: Path) -> None:
    """The model as an 8-bit ONNX network: input_ids and attention_mask (texts × pieces) to embedding (texts × size)."""
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    bert = model[0].auto_model.eval().float()
    bert.config._attn_implementation = "eager"  # the only attention that this exporter writes with free sizes

    class Network(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.bert = bert

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            states = self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            shown = attention_mask.unsqueeze(-1).to(states.dtype)
            return torch.nn.functional.normalize((states * shown).sum(1) / shown.sum(1), dim=1)

    read = model[0].tokenizer(["query: un deux trois quatre", "query: oui"], padding=True, return_tensors="pt")
    names = ("input_ids", "attention_mask")
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            Network(),
            tuple(read[name] for name in names),
            str(whole),
            input_names=list(names),
            output_names=["embedding"],
            dynamic_axes={**{name: {0: "texts", 1: "pieces"} for name in names}, "embedding": {0: "texts"}},
            opset_version=OPSET,
            dynamo=False,
        )
        quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True)
