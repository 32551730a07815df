"""The processes of `sanbian batch`: they end with the one that started them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
EXAMPLE = TESTS.parent / "batches" / "example"
PROGRAM = f"""
import signal
import sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job of a shell ignores it
sys.path.insert(0, {str(TESTS)!r})
from killed_workers import settle_slowly
from sanbian.cli import batching, main
batching.settle_shard = settle_slowly
sys.exit(main(sys.argv[1:]))
"""
WAITED = 60

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")


@pytest.fixture
def started(tmp_path):
    """A batch of five shards in two processes, both of them at work."""
    folder, out = tmp_path / "county", tmp_path / "out"
    shutil.copytree(EXAMPLE, folder)
    for number in range(3):
        shutil.copytree(folder / "shards" / "west", folder / "shards" / f"w{number}")
    process = subprocess.Popen(
        [
            *(sys.executable, "-c", PROGRAM, "--lang", "en", "batch", folder),
            *("--out", out, "--processes", "2"),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    ends = time.monotonic() + WAITED
    while len([*out.glob(".*.part")]) < 2 and time.monotonic() < ends:
        time.sleep(0.05)
    yield process, out
    with suppress(ProcessLookupError):  # nothing of it is left
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def told(process):
    """All that it and its workers print: a worker that goes on keeps the pipe open."""
    return process.communicate(timeout=20)[0]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_no_worker_outlives_the_process_that_started_it(started, how):
    process, _ = started
    process.send_signal(how)

    told(process)
    assert process.returncode == -how


def test_an_interrupt_stops_all_at_once_and_leaves_nothing_half_written(started):
    process, out = started
    process.send_signal(signal.SIGINT)

    assert told(process).strip() == "Stopped; nothing half-written is left."
    assert process.returncode == 130
    assert [*out.iterdir()] == []


def test_ctrl_c_reaches_the_workers_too_and_they_keep_quiet(started):
    process, out = started
    os.killpg(process.pid, signal.SIGINT)

    assert told(process).strip() == "Stopped; nothing half-written is left."
    assert [*out.iterdir()] == []
