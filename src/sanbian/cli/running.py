"""Running one command: whatever goes wrong is said in words, and becomes an exit code."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence

import click

from sanbian import SanbianError, __version__
from sanbian.cli.commands import command_line
from sanbian.cli.screens import show_problems
from sanbian.cli.streams import silence, write_out
from sanbian.cli.words import said, usage_text
from sanbian.wording import Language, Text

DONE, REFUSED, INTERRUPTED = 0, 2, 130


def run(arguments: Sequence[str], language: Language) -> int:
    """Run a command and return its exit code; never a traceback unless asked for."""
    code = _run(list(arguments) or ["--help"], language)
    write_out("")
    return code


def _run(arguments: list[str], language: Language) -> int:
    try:
        code = command_line(language).main(
            arguments, prog_name="sanbian", standalone_mode=False
        )
    except SanbianError as error:
        show_problems(error.problems, language)
        return REFUSED
    except click.ClickException as error:
        sys.stderr.write(usage_text(error, language))
        return REFUSED
    except (click.Abort, KeyboardInterrupt):
        sys.stderr.write(said(_STOPPED, language))
        return INTERRUPTED
    except BrokenPipeError:
        silence()
        return DONE
    except SystemExit:  # click ends so when the reader of its help has gone
        silence()
        return DONE
    except ModuleNotFoundError:
        raise
    except Exception as error:  # noqa: BLE001 - the last stop: a person gets a sentence
        _tell_slip(error, language, is_told_whole="--debug" in arguments)
        return REFUSED
    return code if isinstance(code, int) else DONE


_STOPPED = Text(
    zh="已中断，没有留下半份文件。", en="Stopped; nothing half-written is left."
)


def _tell_slip(error: Exception, language: Language, *, is_told_whole: bool) -> None:
    what = f"{type(error).__name__}: {error}"
    lines = [
        Text(
            zh=f"程序自身出错，不是您的文件有误：{what}",
            en=f"A slip of the program itself, not of your files: {what}",
        )
    ]
    if is_told_whole:
        sys.stderr.write("".join(traceback.format_exception(error)))
    else:
        lines.append(
            Text(
                zh=f"请加 --debug 再运行一次，把输出连同版本号 {__version__} 一起反馈给我们；"
                "反馈前请去掉姓名和账号。",
                en=f"Please run it again with --debug and report what it prints, with the version "
                f"{__version__}; take names and account numbers out first.",
            )
        )
    for line in lines:
        sys.stderr.write(said(line, language))
