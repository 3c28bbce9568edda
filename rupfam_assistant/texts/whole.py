"""Files that are whole at any moment: written beside, on the disk for good, renamed; what killed programs left goes."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

_MINE = RLock()


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file in the place of what was there; OSError when it cannot, nothing changed then."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name[:40]}.") as beside:
        fresh = Path(beside) / "fresh"
        fresh.write_bytes(content)
        keep_for_good([fresh])
        fresh.replace(path)
    keep_for_good([path.parent])


def keep_for_good(paths: Iterable[Path]) -> None:
    """Waits until what was written in files, or renamed in folders, is on the disk, where the system tells."""
    if os.name != "posix":
        return
    for path in paths:
        opened = os.open(path, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """A block that one thread of one program of this machine runs at a time, by a lock on a folder; OSError when there
    is no such folder."""
    if os.name != "posix":
        with _MINE:
            yield
        return
    import fcntl

    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def clear_abandoned(folder: Path, *kinds: str) -> None:
    """Removes the folders KIND-PID-… that a program which no longer runs has left; what this one opened stays."""
    for path in (path for kind in kinds for path in folder.glob(f"{kind}-*")):
        pid = path.name.split("-")[1]
        mine = path.name.startswith(f"opened-{os.getpid()}-")
        if not mine and not (pid.isdecimal() and _runs(int(pid))):
            shutil.rmtree(path, ignore_errors=True)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return pid != os.getpid()
