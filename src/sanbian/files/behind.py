"""Work on another thread: what was prepared is done behind, what is needed is fetched ahead."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

Item = TypeVar("Item")

_STEPS = 4


class Behind:
    """Does what it is given, in order, at most four steps behind (后台依次处理).

    Encoding and writing let other threads run, so that the next rows are settled meanwhile.
    What goes wrong is raised by a later call.

    Examples:
        >>> from sanbian.files.behind import Behind
        >>> done, behind = [], Behind()
        >>> for number in range(5):
        ...     behind.do(done.append, number)
        >>> behind.finish()
        >>> done
        [0, 1, 2, 3, 4]
    """

    def __init__(self) -> None:
        """Begin with nothing to do."""
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._waiting: deque[Future[Any]] = deque()

    def do(self, work: Callable[..., object], *given: object) -> None:
        """Do this after what came before; waits while too much is waiting.

        Raises:
            Exception: What an earlier step raised.
        """
        while len(self._waiting) >= _STEPS:
            self._waiting.popleft().result()
        self._waiting.append(self._thread.submit(work, *given))

    def finish(self, *last: Callable[[], object]) -> None:
        """Do what comes last, whatever went wrong before, and wait until everything is done.

        Raises:
            Exception: The first that a step raised, once all were tried.
        """
        self._waiting.extend(map(self._thread.submit, last))
        self._thread.shutdown(wait=True)
        waiting, self._waiting = self._waiting, deque()
        for each in waiting:
            each.result()


@contextmanager
def ahead(items: Iterator[Item]) -> Iterator[Iterator[Item]]:
    """The items, each fetched while the one before is worked on (提前读取).

    The thread ends with the block. Left to the garbage collector, which may call on it while
    another thread begins, the two would wait for one another for ever.

    Examples:
        >>> from sanbian.files.behind import ahead
        >>> with ahead(iter("abc")) as letters:
        ...     list(letters)
        ['a', 'b', 'c']
    """
    with ThreadPoolExecutor(max_workers=1) as thread:
        yield _fetched(thread, items)


def _fetched(thread: ThreadPoolExecutor, items: Iterator[Item]) -> Iterator[Item]:
    coming = thread.submit(next, items, None)
    while (item := coming.result()) is not None:
        coming = thread.submit(next, items, None)
        yield item
