"""The files that the browser sends: laid in a folder of their own for the time of a review, then erased."""

import base64
import binascii
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from rupfam_assistant.errors import RupfamError, UnreadableFile

LARGEST = 20_000_000
"""Bytes of a file beyond which the page sends nothing."""

LONGEST_NAME = 120


@dataclass(frozen=True)
class Upload:
    """A file as the browser sent it."""

    name: str
    content: bytes

    @property
    def ending(self) -> str:
        """Its ending, ".docx"; "" when it has none."""
        found = re.search(r"\.[a-z0-9]{1,8}$", self.name.lower())
        return found[0] if found else ""

    @property
    def stem(self) -> str:
        """Its name without its ending."""
        return self.name[: len(self.name) - len(self.ending)] or "projet"


def read_upload(told: object) -> Upload:
    """A file told by a message as {"name", "content" in base64}; RupfamError when there is none, or when it is too big."""
    if not isinstance(told, dict) or not isinstance(told.get("content"), str):
        raise RupfamError("Aucun fichier n’est arrivé : choisissez de nouveau votre projet.")
    name = re.split(r"[/\\]", str(told.get("name") or "projet"))[-1][-LONGEST_NAME:]
    try:
        content = base64.b64decode(told["content"], validate=True)
    except (binascii.Error, ValueError) as error:
        raise UnreadableFile(f"« {name} »", "est arrivé abîmé : choisissez-le de nouveau") from error
    if len(content) > LARGEST:
        why = "est trop gros (20 Mo au plus) : retirez-en les images, ou donnez le texte seul"
        raise UnreadableFile(f"« {name} »", why)
    return Upload(name, content)


@contextmanager
def laid_down(*uploads: Upload) -> Iterator[list[Path]]:
    """Files for the time of the block; a fault told within names them as their user does."""
    with TemporaryDirectory(prefix="rupfam-") as folder:
        paths = [Path(folder) / f"{number}{upload.ending}" for number, upload in enumerate(uploads)]
        for path, upload in zip(paths, uploads, strict=True):
            path.write_bytes(upload.content)
        try:
            yield paths
        except UnreadableFile as fault:
            known = {path: f"« {upload.name} »" for path, upload in zip(paths, uploads, strict=True)}
            raise UnreadableFile(known[Path(fault.file)], fault.why) from fault
