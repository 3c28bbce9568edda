"""A real OpenAI-compatible server: `transformers serve` with a tiny random Llama and a tokenizer trained on the corpus, made here."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

CORPUS = Path(__file__).parents[2] / "corpus"
VOCABULARY, CONTEXT = 2_000, 32_768
TEMPLATE = "{% for message in messages %}<s>{{ message['role'] }}\n{{ message['content'] }}\n{% endfor %}<s>assistant\n"


@dataclass(frozen=True)
class Served:
    """A running server: its address, the name of its model, its process."""

    address: str
    model: str
    process: "subprocess.Popen[bytes]"


def make_tiny_model(folder: Path) -> None:
    """Writes a Llama of random weights that reads and writes French syllables, in a second."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY, special_tokens=["<s>", "</s>"], initial_alphabet=alphabet, show_progress=False
    )
    tokenizer.train([str(CORPUS / "circulaire.txt"), str(CORPUS / "trame.txt")], trainer)
    whole = PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", pad_token="</s>")
    whole.chat_template = TEMPLATE
    whole.save_pretrained(folder)
    torch.manual_seed(0)
    sizes = {
        "hidden_size": 32,
        "intermediate_size": 64,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "num_key_value_heads": 1,
    }
    config = LlamaConfig(
        vocab_size=VOCABULARY, max_position_embeddings=CONTEXT, bos_token_id=0, eos_token_id=1, pad_token_id=1, **sizes
    )
    LlamaForCausalLM(config).save_pretrained(folder)


@contextmanager
def serving_tiny_model() -> Iterator[Served]:
    """The server on the loopback, offline, stopped and erased at the end."""
    folder = Path(tempfile.mkdtemp(prefix="rupfam-tiny-"))
    port = _free_port()
    process = None
    try:
        make_tiny_model(folder / "model")
        program = Path(sys.executable).with_name("transformers")
        command = [
            program,
            "serve",
            folder / "model",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--device",
            "cpu",
            "--log-level",
            "warning",
        ]
        offline = {
            "HF_HUB_OFFLINE": "1",
            "HF_HUB_DISABLE_TELEMETRY": "1",
            "HF_HOME": str(folder / "home"),
            "OMP_NUM_THREADS": "1",
        }
        log = folder / "log"
        with log.open("wb") as told:
            process = subprocess.Popen(command, env={**os.environ, **offline}, stdout=told, stderr=told)
        _wait(port, process, log)
        yield Served(f"http://127.0.0.1:{port}/v1", str(folder / "model"), process)
    finally:
        if process is not None:
            process.kill()
            process.wait()
        shutil.rmtree(folder)


def _wait(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    while process.poll() is None:
        try:
            with urlopen(f"http://127.0.0.1:{port}/health"):
                return
        except (URLError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError(log.read_text(encoding="utf-8", errors="replace"))


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
