"""The error that what was handed in cannot be divided."""

from __future__ import annotations

from sanbian.errors import InvalidInputError, Problem
from sanbian.wording import Text, brief


def refusal(at: str, *, zh: str, en: str, got: object) -> InvalidInputError:
    """The error that something handed in is not what a division needs."""
    return InvalidInputError(
        Problem(
            at=at,
            says=Text(zh=f"应为{zh}，得到 ", en=f"expected {en}, got ") + brief(got),
            do=Text(zh="更正后重新计算", en="correct it and compute again"),
        )
    )
