"""The threads of each tab: what waits in one, for a file or the database, holds up neither the others nor the page."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")


def in_threads(work: Callable[P, T], at_once: int) -> Callable[P, Awaitable[T]]:
    """Some work as done in threads of its own, so many at once; it waits for no other work of these threads."""
    pool = ThreadPoolExecutor(at_once, thread_name_prefix=work.__name__)

    async def done(*args: P.args, **named: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(pool, copy_context().run, partial(work, *args, **named))

    return done
