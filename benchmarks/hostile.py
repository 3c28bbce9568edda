"""What nobody should send: files mutated, truncated, nested or swollen, and messages whose fields are not what they should be."""

import io
import random
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from serving import DATA

STRANGE: Sequence[Any] = (
    None, True, 0, -1, 2**63, 1e308, "", " ", "\x00", "\ud800", "\n" * 3_000, "1" * 5_000, "(" * 3_000, "é" * 3_000,
    "Objectif 1 : " * 300, [], [[]], {}, {"a": {}}, "../../x", "<script>", "planned_actions.0.text", "Mme Durand",
)  # fmt: skip
ACTIONS = "list open save new import duplicate delete versions compare take show source export download add remove move"
ACTIONS += " logo unlogo note note-sent note-read note-add reword accept unword theirs mine restore review welcome"
ACTIONS += " dossier ask dossiers judge look docx md opening"
FIELDS = "dossier number changes shown act action department name text list row step objective body path content former"
FIELDS += " start end kind rest note proposals wording who partner role colour logo question history document kept"
FIELDS += " heads current turn useful draft field value"


def hostile(count: int, chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """Files of every format that is read, mutated, truncated, nested, swollen."""
    real = {path.suffix: path.read_bytes() for path in sorted((DATA / "texts").glob("schema_verance.*"))}
    for number in range(count):
        ending = chance.choice(sorted(set(real) & {".docx", ".odt", ".pdf", ".md"}))
        content, kind = bytearray(real[ending]), number % 5
        if kind == 0:
            for _ in range(chance.randint(1, 400)):
                content[chance.randrange(len(content))] = chance.randrange(256)
        elif kind == 1:
            del content[chance.randrange(len(content)) :]
        elif kind == 2 and ending in (".docx", ".odt"):
            content = bytearray(mutated_package(bytes(content), chance))
        elif kind == 3:
            content = bytearray(chance.choice([b"\n", b"a ", b"(", b"Article 1 : ", b"| a ", b"# "]) * 200_000)
            ending = chance.choice([".txt", ".md"])
        else:
            at = chance.randrange(len(content))
            content[at:at] = content[chance.randrange(at + 1) : at] * chance.randint(1, 3)
        yield f"projet{ending}", bytes(content)


def mutated_package(content: bytes, chance: random.Random) -> bytes:
    """A package whose XML repeats, nests or drops a part of itself."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name in package.namelist():
            told = package.read(name)
            if name in ("word/document.xml", "content.xml"):
                start = told.find(b"<w:p" if b"<w:p" in told else b"<text:p")
                end = told.find(b">", start) + 1
                ways = (
                    told[:start] + told[start:end] * 20_000 + told[end:],
                    told[:start] + b'<text:s text:c="99999999"/>' * 5_000 + told[start:],
                    told[: chance.randrange(len(told))],
                    told.replace(b"<w:t>", b"<w:t>" + b"x " * 50_000, 3),
                    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>' + told,
                )
                told = chance.choice(ways)
            made.writestr(name, told)
    return written.getvalue()


def message(chance: random.Random, depth: int = 0) -> dict[str, Any]:
    """A message of which some fields are what they should not be."""
    told: dict[str, Any] = {}
    for name in chance.sample(FIELDS.split(), chance.randint(1, 9)):
        told[name] = message(chance, depth + 1) if depth < 2 and chance.random() < 0.2 else chance.choice(STRANGE)
    if chance.random() < 0.9:
        told["action"] = chance.choice(ACTIONS.split())
    if depth == 0 and chance.random() < 0.7:
        told["act"] = message(chance, 1)
    return told
