"""Checks of who received what was paid: signature, account, cash, mandate (签领)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sanbian.findings.grounds import case, collectives
from sanbian.findings.lists import Payees, payees
from sanbian.findings.settled import households, named
from sanbian.findings.subjects import Subject
from sanbian.findings.values import Check, Found
from sanbian.records import PaidBy, Signed
from sanbian.region import in_force
from sanbian.register import mask
from sanbian.wording import Text, money


def _receipts(subject: Subject) -> Iterator[Found]:
    if subject.records is None:
        return
    listed = payees(subject, subject.records)
    yield from _unsigned(listed)
    yield from _one_receiver(subject, listed)
    yield from _one_account(listed)
    yield from _cash(subject, listed)


def _unsigned(listed: Payees) -> Iterator[Found]:
    rows = [
        (code, each)
        for code, each in listed.known
        if each.signed is Signed.NOTHING
        and each.by is not PaidBy.TRANSFER
        and not each.mandate
    ]
    if rows:
        codes = tuple(dict.fromkeys(code for code, _ in rows))
        total = money(sum(each.amount for _, each in rows))
        yield Found(
            at=codes[0],
            says=Text(
                zh=f"{len(codes)} 户没有签字、手印（{named(codes).zh}），共 {total.zh}；"
                "已转账的，补上转账凭证",
                en=f"no signature or thumbprint of {households(len(codes)).en} "
                f"({named(codes).en}), {total.en} in all; where it was transferred, add the "
                "bank's slip",
            ),
        )


def _one_receiver(subject: Subject, listed: Payees) -> Iterator[Found]:
    by_receiver: dict[str, dict[str, int]] = defaultdict(dict)
    own = {} if subject.settlement is None else subject.settlement.names
    for code, each in listed.known:
        is_own = each.received_by in {"", each.name, own.get(code, "")}
        if not is_own and not each.mandate:
            got = by_receiver[each.received_by]
            got[code] = got.get(code, 0) + each.amount
    officials = _officials(subject)
    for receiver, got in by_receiver.items():
        office = officials.get(receiver)
        if len(got) == 1 and office is None:
            continue  # one of the family, as a rule
        total, what = money(sum(got.values())), named(got)
        says = Text(
            zh=f"{receiver} 代 {len(got)} 户领取 {total.zh}（{what.zh}），没有委托书",
            en=f"{receiver} received {total.en} for {households(len(got)).en} ({what.en}), "
            "without a mandate",
        )
        if office is not None:
            says += Text(
                zh=f"；名册中任{office}", en=f"; holds an office by the register: {office}"
            )
        yield Found(at=receiver, says=says)


def _officials(subject: Subject) -> dict[str, str]:
    """The offices of persons by name."""
    if subject.register is None:
        return {}
    return {
        person.name: "、".join(person.offices)
        for person in subject.register.known().persons_on(subject.on)
        if person.offices and person.name and person.belongs_on(subject.on)
    }


def _one_account(listed: Payees) -> Iterator[Found]:
    by_account: dict[str, list[str]] = defaultdict(list)
    for code, each in listed.known:
        is_whole = each.account and "*" not in each.account
        if is_whole and not each.mandate and code not in by_account[each.account]:
            by_account[each.account].append(code)
    for number, codes in by_account.items():
        if len(codes) > 1:
            yield Found(
                at=codes[0],
                says=Text(
                    zh=f"{len(codes)} 户的钱付进同一个账号 {mask(number)}：{named(codes).zh}",
                    en=f"the money of {len(codes)} households went to one account "
                    f"{mask(number)}: {named(codes).en}",
                ),
            )


def _cash(subject: Subject, listed: Payees) -> Iterator[Found]:
    rows = () if subject.region is None else subject.region.cash_limit
    limit = in_force(rows, subject.on)
    if limit is None:
        return
    over = {
        code: each.amount
        for code, each in listed.known
        if each.by is PaidBy.CASH and each.amount > limit.amount
    }
    if over:
        first = next(iter(over))
        yield Found(
            at=first,
            says=Text(
                zh=f"{len(over)} 户领取现金超过 {money(limit.amount).zh}（{named(over).zh}），"
                f"如 {money(over[first]).zh}；依据：{limit.source}",
                en=f"{households(len(over)).en} got more than {money(limit.amount).en} in cash "
                f"({named(over).en}), such as {money(over[first]).en}; set by {limit.source}",
            ),
        )


CHECKS = (
    Check(
        code="SB415",
        title=Text(zh="签领真实、一户一领", en="Each household signs for its own"),
        severity="error",
        do=Text(
            zh="逐户当面核对：本人签领或付进本户账户；代领的补委托书；大额改为转账",
            en="look at it with each household: it signs itself or is paid into its own account; "
            "add a mandate where another collects; transfer larger amounts",
        ),
        rests_on=(
            collectives("第四十四条第三款", "art. 44 para. 3"),
            case(
                "凤县：100 户各 5,600 元，签名、手印系伪造",
                "Fengxian: 100 households with 5,600 each, signatures and prints were forged",
            ),
            case(
                "报道：一名村干部扣留 34 本存折",
                "reported: a village cadre withheld 34 passbooks",
            ),
        ),
        look=_receipts,
    ),
)
