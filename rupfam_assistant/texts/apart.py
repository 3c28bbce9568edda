"""Work done apart: a command in a process of its own, with limits of time and memory: no file takes the machine."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from threading import BoundedSemaphore

from rupfam_assistant.errors import Busy, TooHeavy

AT_ONCE = 2
PATIENCE = 5
"""Commands that run at the same time; seconds that one more waits for its turn."""

WAIT_FACTOR = 8
"""Times its own work that a command may take on a machine that does other things too."""

LIMITED = """
import os, resource, sys
seconds, size, *command = sys.argv[1:]
resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 1))
resource.setrlimit(resource.RLIMIT_AS, (int(size), int(size)))
os.execvp(command[0], command)
"""
_TURNS = BoundedSemaphore(AT_ONCE)


def run_apart(command: Sequence[str], seconds: int, megabytes: int, told: bytes = b"") -> bytes:
    """What a command prints once it is told something; TooHeavy when it takes more seconds of work or memory, or fails;
    Busy when its turn does not come. It is stopped with all that it started."""
    if os.name == "posix":
        command = (sys.executable, "-I", "-S", "-c", LIMITED, str(seconds), str(megabytes << 20), *command)
    nothing, pipe = subprocess.DEVNULL, subprocess.PIPE
    if not _TURNS.acquire(timeout=PATIENCE):
        raise Busy()
    try:
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nothing, start_new_session=True) as process:
            try:
                printed, _ = process.communicate(told, timeout=seconds * WAIT_FACTOR)
            finally:
                _stop(process)
    except subprocess.TimeoutExpired as error:
        raise TooHeavy() from error
    finally:
        _TURNS.release()
    if process.returncode:
        raise TooHeavy()
    return printed


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """Stops what is left of a process and of those that it started."""
    if os.name != "posix":
        process.kill()
        return
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
