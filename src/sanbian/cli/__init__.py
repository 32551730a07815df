"""The command line: read, call one function, print, exit code.

Nothing of it is loaded before `main` is called, and what it needs beyond the library is
named, with the command that installs it, where it is missing.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from sanbian.cli.languages import language_of
from sanbian.cli.streams import prepare_streams

_EXTRAS = ("click", "rich", "cattrs", "openpyxl")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command of `sanbian` and return its exit code.

    Args:
        arguments: As typed, or None for those of the process.

    Returns:
        0 for done or clean, 2 for what could not be read, written or settled, 130 after an
        interrupt.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    language = language_of(given, os.environ)
    prepare_streams()
    try:
        from sanbian.cli.running import run  # noqa: PLC0415 - click and rich, only when called

        return run(given, language)
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in _EXTRAS:
            raise
        said = (
            f'缺少 {missing}。请安装：pip install "sanbian[cli]"'
            if language == "zh"
            else f'{missing} is missing. Install it: pip install "sanbian[cli]"'
        )
        sys.stderr.write(f"{said}\n")
        return 2
    except KeyboardInterrupt:
        return 130


__all__ = ["main"]
