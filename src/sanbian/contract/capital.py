"""Checks of what holders have in their own names: funds, reinvestment, deductions."""

from __future__ import annotations

from collections.abc import Iterator

from sanbian.contract.parts import ContractParts, problem
from sanbian.contract.terms import MONEY
from sanbian.contract.values import Fund, NamedMeasure
from sanbian.errors import Problem, unknown_name
from sanbian.wording import Text


def own_funds_hold(parts: ContractParts) -> Iterator[Problem]:
    """A fund is common, of each group or of each holder; what opens it is each holder's money."""
    funds = [thing for thing in parts.declared if isinstance(thing, Fund)]
    for place, fund in enumerate(funds):
        at = f"$.funds[{place}]"
        if fund.per_member and (fund.per_group or fund.target is not None):
            yield problem(
                at,
                zh=f"各户自有的基金（per_member）不应有 per_group 或 target，得到 “{fund.id}”",
                en=f"expected no per_group and no target with per_member, got {fund.id!r}",
                do_zh="删去一项；集体提取的另设一个基金",
                do_en="remove one of them; declare another fund for what is set aside",
            )
        if fund.opens_with and not fund.per_member:
            yield problem(
                f"{at}.opens_with",
                zh=f"只有各户自有的基金才按各户的金额开户，得到 “{fund.id}”",
                en=f"expected opens_with only for a fund of each member, got {fund.id!r}",
                do_zh="写 per_member = true；共有的基金写 opening",
                do_en="write per_member = true, or opening for a common fund",
            )
        known = {
            thing.id
            for thing in parts.declared
            if isinstance(thing, NamedMeasure)
            and (thing.unit, thing.level) == (MONEY, "member")
        }
        if fund.opens_with and fund.opens_with not in known:
            what = Text(zh="各户的金额计量项", en="measure in yuan of each member")
            at = f"{at}.opens_with"
            yield unknown_name(at, name=fund.opens_with, known=known, what=what)
