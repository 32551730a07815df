"""Work that is done behind is done in order, and what goes wrong is not lost."""

from __future__ import annotations

import threading

import pytest

from sanbian.files.behind import Behind, ahead


def fails(reason: str) -> None:
    raise OSError(reason)


def test_everything_is_done_in_order():
    done, behind = [], Behind()
    for number in range(100):
        behind.do(done.append, number)
    behind.finish()
    assert done == list(range(100))


def test_what_goes_wrong_is_raised_later():
    behind = Behind()

    def go_on() -> None:
        for _ in range(100):
            behind.do(list)

    behind.do(fails, "full")
    with pytest.raises(OSError, match="full"):
        go_on()
    behind.finish()


def test_the_first_that_goes_wrong_is_raised_once_all_were_tried():
    done, behind = [], Behind()
    behind.do(fails, "first")
    behind.do(fails, "second")
    with pytest.raises(OSError, match="first"):
        behind.finish(lambda: done.append(1), lambda: done.append(2))
    assert done == [1, 2]


def test_what_is_fetched_ahead_comes_in_order_and_its_errors_where_they_belong():
    def some():
        yield from range(3)
        raise OSError("damaged")

    found = []
    with pytest.raises(OSError, match="damaged"), ahead(some()) as items:
        found.extend(items)
    assert found == [0, 1, 2]


def test_what_is_left_unread_holds_nobody_up_and_leaves_no_thread():
    before = threading.active_count()
    with ahead(iter(range(1000))) as items:
        assert next(items) == 0
    assert threading.active_count() == before
