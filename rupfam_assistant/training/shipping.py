"""What ships of a trained encoder: its network in 8-bit ONNX, its tokenizer, the vectors that it will match."""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rupfam_assistant.search.encoder import NETWORK, PAD, VECTORS, ShippedEncoder, TextKind, write_vectors

OPSET = 17


def ship_encoder(model: Any, texts: Mapping[TextKind, Sequence[str]], folder: Path) -> ShippedEncoder:
    """Writes what ships of a model of sentence-transformers beside the folder, then in its place; it as it will run."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
        fresh = Path(beside) / folder.name
        fresh.mkdir()
        export_encoder(model, fresh / NETWORK)
        model[0].tokenizer.backend_tokenizer.save(str(fresh / "tokenizer.json"), pretty=False)
        write_vectors(fresh / VECTORS, ShippedEncoder(fresh), texts)
        if folder.exists():
            folder.rename(Path(beside) / "former")
        shutil.move(fresh, folder)
    return ShippedEncoder(folder)


def export_encoder(model: Any, path: Path) -> None:
    """The model as an ONNX network: input_ids and attention_mask (texts × pieces) to vectors (texts × size)."""
    import torch

    bert = model[0].auto_model

    class EncoderNetwork(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.bert = bert

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            states = self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            shown = attention_mask.unsqueeze(-1).to(states.dtype)
            return torch.nn.functional.normalize((states * shown).sum(1) / shown.sum(1), dim=1)

    export_network(EncoderNetwork(), bert, path, {"read": ("texts",)})


def export_network(network: Any, bert: Any, path: Path, outputs: Mapping[str, Sequence[str]]) -> None:
    """A network over BERT as ONNX with 8-bit weights, texts and pieces of any number, the first axes of its outputs."""
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    bert.config._attn_implementation = "eager"  # the only attention that this exporter writes with free sizes
    pieces = torch.tensor([[0, 7, 8, 9, 2], [0, 7, 2, PAD, PAD]])
    names = ("input_ids", "attention_mask")
    free = {**dict.fromkeys(names, ("texts", "pieces")), **outputs}
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            network.eval().float(),
            (pieces, (pieces != PAD).long()),
            str(whole),
            input_names=list(names),
            output_names=list(outputs),
            dynamic_axes={name: dict(enumerate(axes)) for name, axes in free.items()},
            opset_version=OPSET,
            dynamo=False,
        )
        quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True)
