"""What the numbers of records must be."""

from __future__ import annotations

from collections.abc import Iterator

from sanbian.errors import Problem, not_whole
from sanbian.wording import Text, brief


def stated(value: object, *names: str) -> dict[str, object]:
    """The attributes of a value that are not None, by name."""
    found = {name: getattr(value, name) for name in names}
    return {name: each for name, each in found.items() if each is not None}


def not_fen(value: object, *names: str) -> Iterator[Problem]:
    """Amounts and counts that are no whole numbers of at least zero."""
    return not_whole("$", stated(value, *names), least=0)


def no_years(years: object) -> Iterator[Problem]:
    """A number of years that is none."""
    if not isinstance(years, int) or years < 1:
        got = brief(years)
        yield Problem(
            at="$.years",
            says=Text(
                zh=f"应为不小于 1 的年数，得到 {got.zh}",
                en=f"expected at least one year, got {got.en}",
            ),
            do=Text(
                zh="写这笔钱是几年的；只是当年的，不写",
                en="write for how many years it was received; leave it out for one",
            ),
        )
