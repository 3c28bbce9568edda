"""Where the program's own files are, found without reading a setting: a process that reads one file starts at once."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent


def corpus_folder() -> Path:
    """The texts: inside the package once installed from a wheel, beside it in a checkout."""
    packaged = PACKAGE / "corpus"
    return packaged if packaged.is_dir() else CHECKOUT / "corpus"


def guide_file() -> Path:
    """The users' guide: inside the package once installed from a wheel, else in docs/."""
    packaged = PACKAGE / "guide.md"
    return packaged if packaged.is_file() else CHECKOUT / "docs" / "guide.md"
