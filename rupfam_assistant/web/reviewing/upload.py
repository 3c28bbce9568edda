"""The files that the browser sends: laid in a folder of their own for the time of a review, then erased."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PureWindowsPath
from tempfile import TemporaryDirectory

from rupfam_assistant.errors import UnreadableFile
from rupfam_assistant.web.messages import Upload

LARGEST = 20_000_000
"""Bytes of a file beyond which the page sends nothing."""

LONGEST_NAME = 120


def checked(upload: Upload) -> Upload:
    """A file under its own name, without folders; RupfamError when it is too big."""
    name = PureWindowsPath(upload.name).name[-LONGEST_NAME:] or "projet"
    if len(upload.content) > LARGEST:
        why = "est trop gros (20 Mo au plus) : retirez-en les images, ou donnez le texte seul"
        raise UnreadableFile(f"« {name} »", why)
    return Upload.model_construct(name=name, content=upload.content)


def ending(upload: Upload) -> str:
    """The ending of its name, ".docx"; "" when it has none."""
    return PureWindowsPath(upload.name).suffix.lower()


@contextmanager
def laid_down(*uploads: Upload) -> Iterator[list[Path]]:
    """Files for the time of the block; a fault told within names them as their user does."""
    with TemporaryDirectory(prefix="rupfam-") as folder:
        paths = [Path(folder) / f"{number}{ending(upload)}" for number, upload in enumerate(uploads)]
        for path, upload in zip(paths, uploads, strict=True):
            path.write_bytes(upload.content)
        try:
            yield paths
        except UnreadableFile as fault:
            known = {path: f"« {upload.name} »" for path, upload in zip(paths, uploads, strict=True)}
            raise UnreadableFile(known[Path(fault.file)], fault.why) from fault
