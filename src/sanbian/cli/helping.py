"""Help pages in one language: click's own headings are translated, CJK text is kept whole."""

from __future__ import annotations

import click

from sanbian.wording import Text

_HEADINGS = {"Options": "选项", "Commands": "命令", "Arguments": "参数"}


class ChineseFormatter(click.HelpFormatter):
    """click's formatter with Chinese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that shows how a command is typed."""
        super().write_usage(prog, args, prefix or "用法：")

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        self.write(f"{'':>{self.current_indent}}{_HEADINGS.get(heading, heading)}：\n")


class ChineseContext(click.Context):
    """A context whose help is formatted in Chinese."""

    formatter_class = ChineseFormatter


class ChineseCommand(click.Command):
    """A command with help in Chinese."""

    context_class = ChineseContext


class ChineseGroup(click.Group):
    """A group with help in Chinese."""

    context_class = ChineseContext


def kept(help_text: Text) -> Text:
    """A help text whose line breaks stay: click would break Chinese lines anywhere."""
    return Text(zh=_kept(help_text.zh), en=_kept(help_text.en))


def _kept(words: str) -> str:
    return "\n\n".join(f"\b\n{part}" for part in words.strip().split("\n\n"))
