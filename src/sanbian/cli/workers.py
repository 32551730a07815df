"""Processes that settle shards: they end with the one that started them, however it ends."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Thread
from typing import TypeAlias

from sanbian.files import BatchFolder, ShardResult, ShardWishes
from sanbian.files.shards import clear_aside

SettleOne: TypeAlias = Callable[[BatchFolder, str, ShardWishes], ShardResult]


def pooled(
    settle: SettleOne,
    batch: BatchFolder,
    shards: Sequence[str],
    wishes: ShardWishes,
    processes: int,
) -> Iterator[ShardResult]:
    """The results of shards as they come; none of those that were not done before a kill.

    An interrupt stops the workers at once: those that wait are not begun, and what was being
    written is taken away.
    """
    context = get_context("spawn")
    heard, held = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(
        processes, mp_context=context, initializer=_begin, initargs=(heard,)
    )
    try:
        with _interrupts_held():
            running = [pool.submit(settle, batch, shard, wishes) for shard in shards]
        for done in as_completed(running):
            with suppress(BrokenProcessPool):
                yield done.result()
    except BaseException:
        held.close()
        pool.shutdown(cancel_futures=True)
        for shard in shards:
            clear_aside(wishes.out, shard)
        raise
    finally:
        pool.shutdown()
        held.close()
        heard.close()


def _begin(heard: Connection) -> None:
    """Ready a worker: Ctrl-C is for the process that started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with, args=(heard,), daemon=True).start()


def _end_with(heard: Connection) -> None:
    """End when the other side of a pipe is closed: the process that has it stops, or is gone."""
    with suppress(EOFError, OSError):
        heard.recv()
    os._exit(1)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Let Ctrl-C wait while workers are started: they would be left half begun, and print it.

    The handler is for this process, the mask is what the workers begin with.
    """
    caught: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: caught.append(number))
    masks = hasattr(signal, "pthread_sigmask")  # not on Windows
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if masks else set()
    try:
        yield
    finally:
        if masks:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        signal.signal(signal.SIGINT, before)
    if caught:
        raise KeyboardInterrupt
