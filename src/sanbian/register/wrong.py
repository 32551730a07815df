"""How a register names what it refuses."""

from __future__ import annotations

from sanbian.errors import Problem
from sanbian.wording import Text


def problem(at: str, *, zh: str, en: str, do: Text | None = None) -> Problem:
    """One thing that does not hold together; as a rule the vouchers say how it was."""
    voucher = Text(zh="按原始凭证更正名册", en="correct the register from its vouchers")
    return Problem(at=at, says=Text(zh=zh, en=en), do=do or voucher)
