"""Checks of the list by which was paid: its totals, and who is on it (实付)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from attrs import frozen

from sanbian.findings.announcements import announced_sums
from sanbian.findings.grounds import (
    case,
    collectives,
    practice,
)
from sanbian.findings.settled import given, households, named, paid_out
from sanbian.findings.subjects import Subject
from sanbian.findings.units import list_slip, slip
from sanbian.findings.values import Check, Found
from sanbian.records import (
    PaymentMade,
    Records,
)
from sanbian.settlement import Settlement
from sanbian.wording import Text, join, money, same


@frozen
class Payees:
    """Who the rows of a list are about (收款户).

    Attributes:
        known: For each row, the code of its household.
        strangers: Rows whose household nothing knows.
    """

    known: tuple[tuple[str, PaymentMade], ...]
    strangers: tuple[PaymentMade, ...]


def payees(subject: Subject, records: Records) -> Payees:
    """Find the household of each row: by its code, else by a name that only one has."""
    names: dict[str, list[str]] = defaultdict(list)
    codes: set[str] = set()
    if subject.register is not None:
        for household in subject.register.households:
            codes.add(household.code)
            names[household.name].append(household.code)
    elif subject.settlement is not None:
        codes.update(subject.settlement.members)
        for code, name in subject.settlement.names.items():
            names[name].append(code)
    known, strangers = [], []
    for payment in records.payments:
        of_name = names[payment.name] if payment.name else []
        if payment.household in codes:
            known.append((payment.household, payment))
        elif not payment.household and len(of_name) == 1:
            known.append((of_name[0], payment))
        else:
            strangers.append(payment)
    return Payees(tuple(known), tuple(strangers))


_LISTED = Text(zh="名册各户", en=" to households of the register")


# --- sums ----------------------------------------------------------------------------


def _totals(subject: Subject) -> Iterator[Found]:
    yield from announced_sums(subject)
    records, settlement = subject.records, subject.settlement
    if records is None:
        return
    paid = sum(each.amount for each in records.payments)
    if records.bank_total is not None and records.payments and paid != records.bank_total:
        yield Found(
            at="bank_total",
            says=Text(
                zh=f"实付表合计 {money(paid).zh}，银行合计 {money(records.bank_total).zh}",
                en=f"the list sums to {money(paid).en}, the bank says "
                f"{money(records.bank_total).en}",
            ),
        )
    if settlement is None:
        return
    if records.payments:
        if list_slip(records, settlement) is None:
            yield from _by_household(payees(subject, records), settlement)
    elif records.bank_total is not None:
        due = sum(paid_out(settlement).values())
        if due != records.bank_total and slip(due, records.bank_total) is None:
            yield Found(at="bank_total", says=_against(records.bank_total, due))


def _by_household(listed: Payees, settlement: Settlement) -> Iterator[Found]:
    paid: dict[str, int] = defaultdict(int)
    for code, payment in listed.known:
        paid[code] += payment.amount
    clauses = {payment.clause for _, payment in listed.known}
    due = paid_out(settlement, () if "" in clauses else clauses)
    wrong = [
        code
        for code in dict.fromkeys((*due, *paid))
        if due.get(code, 0) != paid.get(code, 0)
    ]
    total, due_total = sum(paid.values()), sum(due.values())
    if not wrong:
        return
    first = wrong[0]
    got, right = money(paid.get(first, 0)), money(due.get(first, 0))
    missing = [code for code in wrong if code not in paid]
    says = _against(total, due_total, to=_LISTED) + Text(
        zh=f"；{len(wrong)} 户不同（{named(wrong).zh}），{first} 实付 {got.zh}、结算 {right.zh}",
        en=f"; not the same for {households(len(wrong)).en} ({named(wrong).en}): {first} was paid "
        f"{got.en}, settled {right.en}",
    )
    if missing:
        says += Text(
            zh=f"；{len(missing)} 户不在表上",
            en=f"; {households(len(missing)).en} not on the list",
        )
    yield Found(at=first, says=says)


def _against(paid: int, due: int, *, to: Text | None = None) -> Text:
    """What was paid beside what was settled, with whom it was paid to where that is not all."""
    whom = same("") if to is None else to
    return Text(
        zh=f"{whom.zh}实付合计 {money(paid).zh}，结算 {money(due).zh}",
        en=f"paid {money(paid).en} in all{whom.en}, settled {money(due).en}",
    )


def _strangers(subject: Subject) -> Iterator[Found]:
    """Who was paid and is not in the register."""
    settlement, register = subject.settlement, subject.register
    if subject.records is not None and (register is not None or settlement is not None):
        rows = payees(subject, subject.records).strangers
        if rows:
            told = join(same(each.household or each.name) for each in rows[:5])
            total = money(sum(each.amount for each in rows))
            yield Found(
                at=rows[0].household or rows[0].name,
                says=Text(
                    zh=f"实付表有 {len(rows)} 行不在名册中，共 {total.zh}：{told.zh}；可能是"
                    "代领人、分户或同名，请逐一对上",
                    en=f"{len(rows)} row{'' if len(rows) == 1 else 's'} of the list not in the "
                    f"register, {total.en} in all: {told.en}; it may be who collects for "
                    "another, a new household or one of two of that name",
                ),
            )
    if settlement is not None and register is not None:
        codes = {household.code for household in register.households}
        got = {code: fen for code, fen in given(settlement).items() if code not in codes}
        if got:
            yield Found(
                at=next(iter(got)),
                says=Text(
                    zh=f"结算付给了名册中没有的 {len(got)} 户，共 "
                    f"{money(sum(got.values())).zh}：{named(got).zh}",
                    en=f"the settlement pays {households(len(got)).en} that the register does "
                    f"not have, {money(sum(got.values())).en} in all: {named(got).en}",
                ),
            )


CHECKS = (
    Check(
        code="SB410",
        title=Text(zh="公布的、结算的、实付的相符", en="Announced, settled and paid agree"),
        severity="error",
        do=Text(
            zh="逐户对账：公布的户数、单价、总额，结算，银行清单，三者改到一致并说明差额",
            en="go through them household by household: what was announced, settled and paid by "
            "the bank; correct them and say where the difference went",
        ),
        rests_on=(
            case(
                "合水：127 户各 1,000 元，报道 125,000 元",
                "Heshui: 127 households with 1,000 each, reported as 125,000",
            ),
        ),
        look=_totals,
    ),
    Check(
        code="SB428",
        title=Text(zh="只付给名册中的户", en="Only who is in the register is paid"),
        severity="warning",
        do=Text(
            zh="对上是哪一户；确是名册外的，说明由谁按什么程序同意",
            en="find out which household it is; where it is really none, say who agreed and how",
        ),
        rests_on=(
            collectives("第十五条", "art. 15"),
            practice(
                "实付表与名册逐户对应", "list and register match household by household"
            ),
        ),
        look=_strangers,
    ),
)
