"""The process's own streams: UTF-8 on Windows, and quiet when the reader has gone."""

from __future__ import annotations

import io
import os
import sys


def prepare_streams(platform: str = sys.platform) -> None:
    """Let the streams write every character: UTF-8 on Windows, else escapes where needed."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if platform == "win32":
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
            else:
                stream.reconfigure(errors="backslashreplace")


def write_out(text: str) -> None:
    """Write to standard output; nobody is told when its reader has gone."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        silence()


def silence() -> None:
    """Let the rest of the output go nowhere."""
    try:
        number = sys.stdout.fileno()
    except (OSError, ValueError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, number)
    os.close(nowhere)
