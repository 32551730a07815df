"""Workers that are killed while they settle a shard, as by a machine without memory, or slow."""

from __future__ import annotations

import os
import signal
from time import sleep

from sanbian.files import settle_shard

KILLED = "east"


def settle_or_die(batch, shard, wishes):
    """Settle a shard; one of them kills its process, once or each time."""
    told = wishes.out.parent / "killed"
    dies_always = (wishes.out.parent / "always").exists()
    if shard == KILLED and (dies_always or not told.exists()):
        told.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return settle_shard(batch, shard, wishes)


def settle_slowly(batch, shard, wishes):
    """Begin to write a shard, and take longer over it than anybody waits."""
    aside = wishes.out / f".{shard}.{os.getpid()}.part"
    aside.mkdir()
    sleep(60)
    return settle_shard(batch, shard, wishes)
