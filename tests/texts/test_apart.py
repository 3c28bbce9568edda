"""Work done apart is stopped at its limits of time and memory, with all that it started; two at once, others wait."""

import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from rupfam_assistant.errors import Busy, TooHeavy
from rupfam_assistant.texts import apart
from rupfam_assistant.texts.apart import AT_ONCE, run_apart


def python(code: str) -> list[str]:
    return [sys.executable, "-I", "-S", "-c", code]


def test_what_a_command_prints_is_given_back() -> None:
    assert run_apart(python("print('lu')"), 5, 500) == b"lu\n"


@pytest.mark.parametrize("code", ["b'x' * 2_000_000_000", "while True: pass", "raise SystemExit(3)"])
def test_a_command_that_takes_too_much_or_fails_is_stopped_and_told(code: str) -> None:
    with pytest.raises(TooHeavy):
        run_apart(python(code), 1, 500)


@pytest.mark.skipif(sys.platform == "win32", reason="no FIFO")
def test_what_a_command_started_ends_with_it(tmp_path: Path) -> None:
    left = tmp_path / "left"
    child = (
        f"import time; open({str(left)!r}, 'w').write('born'); time.sleep(60); open({str(left)!r}, 'w').write('left')"
    )
    started = (
        "import subprocess, sys, pathlib, time\n"
        f"subprocess.Popen([sys.executable, '-I', '-S', '-c', {child!r}], stdout=subprocess.DEVNULL)\n"
        f"while not pathlib.Path({str(left)!r}).exists(): time.sleep(0.01)\n"
        "import os; print(os.getpgid(0))"
    )
    group = int(run_apart(python(started), 5, 500))
    for _ in range(2_000):
        alive = [stat for stat in Path("/proc").glob("[0-9]*/stat") if _group(stat) == group]
        if not alive:
            break
        threading.Event().wait(0.05)
    assert alive == []


def _group(stat: Path) -> int:
    """The group of a process that still runs, 0 once it has ended."""
    with suppress(OSError):
        state, _, group = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[:3]
        return int(group) if state != "Z" else 0
    return 0


def test_no_more_than_two_run_at_once_and_one_more_is_told_to_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "PATIENCE", 0.2)
    go, begun = tmp_path / "go", [tmp_path / str(number) for number in range(AT_ONCE)]
    wait = "import pathlib, time\npathlib.Path({!r}).touch()\nwhile not pathlib.Path({!r}).exists(): time.sleep(0.01)"
    running = [
        threading.Thread(target=run_apart, args=(python(wait.format(str(one), str(go))), 30, 500)) for one in begun
    ]
    for thread in running:
        thread.start()
    while not all(one.exists() for one in begun):
        threading.Event().wait(0.01)
    with pytest.raises(Busy, match="attend son tour"):
        run_apart(python("print()"), 5, 500)
    go.touch()
    for thread in running:
        thread.join()
    assert run_apart(python("print('lu')"), 5, 500) == b"lu\n"
