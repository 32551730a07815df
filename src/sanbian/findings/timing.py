"""Check of the day of payment against the day of the resolution (付款期限)."""

from __future__ import annotations

from collections.abc import Iterator

from dateutil.relativedelta import relativedelta

from sanbian.findings.grounds import companies
from sanbian.findings.subjects import Subject
from sanbian.findings.values import Check, Found
from sanbian.wording import Text, money

_MONTHS_MAX = 6


def _late(subject: Subject) -> Iterator[Found]:
    """What was paid more than six months after it was resolved."""
    records = subject.records
    if records is None or records.resolved is None:
        return
    until = records.resolved + relativedelta(months=_MONTHS_MAX)
    late = [
        (each.day, each.amount)
        for each in records.payments
        if each.day is not None and each.day > until
    ]
    if late:
        last, total = max(day for day, _ in late), money(sum(fen for _, fen in late))
        yield Found(
            at=str(last),
            says=Text(
                zh=f"{records.resolved} 决议分配，{total.zh}在 {until} 之后才付，最晚 {last}",
                en=f"resolved on {records.resolved}; {total.en} were paid after {until}, the "
                f"last on {last}",
            ),
        )


CHECKS = (
    Check(
        code="SB421",
        title=Text(zh="公司六个月内付清", en="A company pays within six months"),
        severity="warning",
        do=Text(
            zh="说明原因并尽快付清；以后的决议写明付款日期",
            en="say why, pay at once, and write the day of payment into the next resolution",
        ),
        rests_on=(companies("第二百一十二条", "art. 212"),),
        look=_late,
    ),
)
